use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use poem::{Endpoint, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{sleep, timeout};

use super::activity::Activity;
use super::connection::Connection;
use super::options::ServerOptions;

/// How long nothing is accepted after the system refused a connection for want of something, such as file descriptors, unless
/// a connection ends.
const BACK_OFF: Duration = Duration::from_millis(100);

/// How often another idle connection is asked to leave while somebody waits for a place.
const MAKE_ROOM_EVERY: Duration = Duration::from_millis(10);

/// How often the log tells that somebody waits to be accepted.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// The connections that there are, and the rules by which there are more.
pub(super) struct Connections<E> {
    endpoint: Arc<E>,
    options: ServerOptions,
    local: SocketAddr,
    tasks: JoinSet<()>,
    activities: HashMap<Id, Arc<Activity>>,
    closing: Arc<AtomicBool>,
    told: Option<Instant>,
}

impl<E> Connections<E>
where
    E: Endpoint<Output = Response> + 'static,
{
    pub(super) fn new(endpoint: E, options: ServerOptions, local: SocketAddr) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            options,
            local,
            tasks: JoinSet::new(),
            activities: HashMap::new(),
            closing: Arc::default(),
            told: None,
        }
    }

    /// What makes answers say that their connection closes.
    pub(super) fn closing(&self) -> Arc<AtomicBool> {
        self.closing.clone()
    }

    /// Accepts until `over` comes back.
    pub(super) async fn accept(&mut self, listener: &TcpListener, over: impl Future<Output = ()>) {
        let mut over = std::pin::pin!(over);
        loop {
            let accepted = tokio::select! {
                biased;
                () = &mut over => return,
                // Forgets those that are done, so that their results do not pile up.
                Some(ended) = self.tasks.join_next_with_id() => {
                    self.forget(ended);
                    continue;
                }
                accepted = listener.accept() => accepted,
            };
            let is_over = match accepted {
                Ok((stream, peer)) => {
                    let is_over = self.make_room(over.as_mut()).await;
                    self.add(stream, peer);
                    is_over
                }
                Err(error) if is_of_the_client(&error) => false,
                Err(error) => {
                    self.tell(&error.to_string());
                    self.dismiss_one();
                    self.wait(BACK_OFF, over.as_mut()).await
                }
            };
            if is_over {
                return;
            }
        }
    }

    /// Accepts all that wait at this moment, whatever the limit, and listens no more.
    pub(super) fn accept_the_last(&mut self, listener: TcpListener, most: u32) {
        // The system is asked itself: what it holds may not be known to the runtime yet.
        let Ok(listener) = listener.into_std() else {
            return;
        };
        let mut last = Vec::new();
        for _ in 0..most {
            match listener.accept() {
                Ok(accepted) => last.push(accepted),
                Err(error) if is_of_the_client(&error) => {}
                Err(_) => break,
            }
        }
        // At once: who connects from now on is refused, and knows it.
        drop(listener);
        for (stream, peer) in last {
            let stream = stream.set_nonblocking(true).map(|()| stream);
            if let Ok(stream) = stream.and_then(TcpStream::from_std) {
                self.add(stream, peer);
            }
        }
    }

    /// Lets every connection end as soon as nothing is lost by that, and cuts the rest after `limit`.
    pub(super) async fn finish(mut self, limit: Duration) {
        self.closing.store(true, Ordering::Relaxed);
        for activity in self.activities.values() {
            activity.leave();
        }
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(limit, all).await.is_err() {
            tracing::warn!(
                connections = self.tasks.len(),
                "cut the requests that did not finish"
            );
        }
        self.tasks.shutdown().await;
    }

    fn add(&mut self, stream: TcpStream, peer: SocketAddr) {
        let activity = Arc::new(Activity::new());
        let connection = Connection {
            stream,
            local: self.local,
            peer,
            activity: activity.clone(),
            closing: self.closing.clone(),
        };
        let serving = connection.serve(self.endpoint.clone(), self.options);
        let id = self.tasks.spawn(serving).id();
        self.activities.insert(id, activity);
    }

    fn forget(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
        self.activities.remove(&id);
    }

    /// Waits until there is a place for one more connection, or `over` comes back, and says whether it did. Those that are
    /// idle make room, the longest idle first.
    async fn make_room(&mut self, mut over: Pin<&mut impl Future<Output = ()>>) -> bool {
        while self.tasks.len() >= self.options.connections.max(1) {
            if !self.dismiss_one() {
                self.tell("every connection is in use");
            }
            if self.wait(MAKE_ROOM_EVERY, over.as_mut()).await {
                return true;
            }
        }
        false
    }

    /// Waits until a connection has ended, but not for long; says whether `over` came back.
    async fn wait(&mut self, limit: Duration, over: Pin<&mut impl Future<Output = ()>>) -> bool {
        tokio::select! {
            biased;
            () = over => return true,
            Some(ended) = self.tasks.join_next_with_id() => self.forget(ended),
            () = sleep(limit) => {}
        }
        false
    }

    /// Asks the connection to leave that has been idle for longest; says whether there is one.
    fn dismiss_one(&self) -> bool {
        let staying = self.activities.values();
        let idle = staying
            .filter(|activity| !activity.is_leaving())
            .filter_map(|activity| Some((activity.idle()?, activity)));
        let longest = idle.max_by_key(|(time, _)| *time);
        if let Some((_, activity)) = &longest {
            activity.make_room();
        }
        longest.is_some()
    }

    fn tell(&mut self, reason: &str) {
        if self.told.is_none_or(|told| told.elapsed() >= TELL_EVERY) {
            self.told = Some(Instant::now());
            let connections = self.tasks.len();
            tracing::error!(reason, connections, "no connection can be accepted");
        }
    }
}

/// Whether a client went away before it was accepted, which is no reason to wait; anything else may be again at once.
fn is_of_the_client(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
