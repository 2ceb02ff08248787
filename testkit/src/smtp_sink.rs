//! An SMTP server that keeps every mail that it accepts, and fails as scripted.

mod received_mail;
mod script;
mod session;
mod state;

use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};

pub use received_mail::{ReceivedFile, ReceivedMail};
pub use script::Stage;
use state::State;

/// An SMTP server on a free port of 127.0.0.1, without TLS. It offers AUTH, accepts any credentials, and accepts every mail
/// unless its script says otherwise.
///
/// ```no_run
/// # async fn example() {
/// use std::time::Duration;
/// use korotko_testkit::{SmtpSink, Stage};
///
/// let sink = SmtpSink::start().await;
/// sink.reply_to(Stage::Rcpt, "451 4.7.1 later", 1);
/// // … let the code under test send to sink.url(), twice …
/// let mails = sink.wait_for(1, Duration::from_secs(10)).await;
/// assert_eq!(mails[0].links().len(), 1);
/// # }
/// ```
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    state: Arc<State>,
    running: Mutex<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    stop: oneshot::Sender<()>,
    accepting: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts a server.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let sink = Self {
            address: listener.local_addr().expect("the port"),
            state: Arc::default(),
            running: Mutex::default(),
        };
        sink.state.eight_bit.store(true, Ordering::Relaxed);
        sink.run(listener);
        sink
    }

    /// Does not offer 8BITMIME, and refuses a mail with non-ASCII bytes.
    #[must_use]
    pub fn without_8bitmime(self) -> Self {
        self.state.eight_bit.store(false, Ordering::Relaxed);
        self
    }

    /// Offers SMTPUTF8, for addresses outside ASCII.
    #[must_use]
    pub fn with_smtputf8(self) -> Self {
        self.state.utf8.store(true, Ordering::Relaxed);
        self
    }

    /// Announces a maximum size of mails in bytes (SIZE, RFC 1870), and closes the connection in the middle of larger ones.
    #[must_use]
    pub fn with_size(self, max_bytes: usize) -> Self {
        self.state.max_bytes.store(max_bytes, Ordering::Relaxed);
        self
    }

    /// The URL of the server: `smtp://127.0.0.1:<port>`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Its port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// All accepted mails, in order.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.state.mails.borrow().clone()
    }

    /// Waits until at least `n` mails were accepted, and returns all; fails the test if that takes longer than `deadline`.
    pub async fn wait_for(&self, n: usize, deadline: Duration) -> Vec<ReceivedMail> {
        let mut mails = self.state.mails.subscribe();
        let enough = mails.wait_for(|mails| mails.len() >= n);
        let waited = tokio::time::timeout(deadline, enough).await.map(drop);
        let mails = self.mails();
        assert!(
            waited.is_ok(),
            "{} of {n} mails came within {deadline:?}",
            mails.len()
        );
        mails
    }

    /// Answers the next `times` commands of this stage with `reply`, such as `"451 4.7.1 later"`; then as usual. A 4xx or 5xx
    /// reply ends the command; after a 421 the server closes the connection.
    pub fn reply_to(&self, stage: Stage, reply: &str, times: usize) {
        self.state.script.reply(stage, reply, times);
    }

    /// Closes the connection without a reply at the next `times` commands of this stage.
    pub fn hang_up_at(&self, stage: Stage, times: usize) {
        self.state.script.hang_up(stage, times);
    }

    /// Accepts the next `times` mails, but closes the connection before the sender learns of it: it will send them again.
    pub fn hang_up_after_data(&self, times: usize) {
        self.state.script.hang_up(Stage::Stored, times);
    }

    /// Never answers the next `times` commands of this stage.
    pub fn stall_at(&self, stage: Stage, times: usize) {
        self.state.script.stall(stage, times);
    }

    /// Forgets the rest of its script, and answers as usual again.
    pub fn behave(&self) {
        self.state.script.clear();
    }

    /// The number of commands that were never answered so far.
    pub fn stalled(&self) -> usize {
        self.state.stalled.load(Ordering::SeqCst)
    }

    /// The number of connections so far.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::SeqCst)
    }

    /// The first word of every command so far, over all connections.
    pub fn commands(&self) -> Vec<String> {
        self.state.commands.borrow().clone()
    }

    /// Waits until a command with this first word was received; fails the test if that takes longer than `deadline`.
    pub async fn wait_for_command(&self, verb: &str, deadline: Duration) {
        let mut commands = self.state.commands.subscribe();
        let came = commands.wait_for(|commands| commands.iter().any(|known| known == verb));
        let waited = tokio::time::timeout(deadline, came).await.map(drop);
        assert!(waited.is_ok(), "no {verb} was received within {deadline:?}");
    }

    /// The user and password of every authentication attempt so far.
    pub fn credentials(&self) -> Vec<(String, String)> {
        self.state.credentials.lock().expect("not poisoned").clone()
    }

    /// Closes the port and all connections; afterwards connections are refused. Mails and script are kept.
    pub async fn stop(&self) {
        let running = self.running.lock().expect("not poisoned").take();
        if let Some(running) = running {
            let _ = running.stop.send(());
            running.accepting.await.expect("a clean stop");
        }
    }

    /// Listens again, on the same port, after [`stop`](Self::stop).
    pub async fn restart(&self) {
        self.stop().await;
        let listener = TcpListener::bind(self.address).await.expect("its own port");
        self.run(listener);
    }

    fn run(&self, listener: TcpListener) {
        let (stop, stopped) = oneshot::channel();
        let accepting = tokio::spawn(accept(listener, Arc::clone(&self.state), stopped));
        *self.running.lock().expect("not poisoned") = Some(Running { stop, accepting });
    }
}

/// Serves until `stopped` is sent, or the sink is dropped.
async fn accept(listener: TcpListener, state: Arc<State>, mut stopped: oneshot::Receiver<()>) {
    let mut sessions = JoinSet::new();
    loop {
        tokio::select! {
            _ = &mut stopped => break,
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                state.connections.fetch_add(1, Ordering::SeqCst);
                sessions.spawn(session::serve(stream, Arc::clone(&state)));
            }
            Some(_) = sessions.join_next() => {}
        }
    }
    drop(listener);
    sessions.shutdown().await;
}
