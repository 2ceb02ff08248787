use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use poem::{Endpoint, Response};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{interval, sleep, timeout};

use super::activity::Activity;
use super::connection::Connection;
use super::options::ServerOptions;
use crate::http::FastPath;

/// The pause after the system failed to accept a connection, such as without free file descriptors. Ends early when a connection
/// closes.
const BACK_OFF: Duration = Duration::from_millis(100);

/// The interval at which idle connections are closed while a new one waits.
const MAKE_ROOM_INTERVAL: Duration = Duration::from_millis(10);

/// How often overdue connections are closed within their timeout.
const CHECKS: u32 = 8;

/// The minimum interval of log messages about waiting connections.
const LOG_INTERVAL: Duration = Duration::from_secs(1);

/// The open connections, and the rules for accepting more.
pub(super) struct Connections<E> {
    endpoint: Arc<E>,
    fast_path: Option<FastPath>,
    options: ServerOptions,
    local: SocketAddr,
    tasks: JoinSet<()>,
    activities: HashMap<Id, Arc<Activity>>,
    closing: Arc<AtomicBool>,
    open: Arc<AtomicUsize>,
    logged: Option<Instant>,
}

impl<E> Connections<E>
where
    E: Endpoint<Output = Response> + 'static,
{
    pub(super) fn new(
        endpoint: E,
        fast_path: Option<FastPath>,
        options: ServerOptions,
        local: SocketAddr,
    ) -> Self {
        Self {
            endpoint: Arc::new(endpoint),
            fast_path,
            options,
            local,
            tasks: JoinSet::new(),
            activities: HashMap::new(),
            closing: Arc::default(),
            open: Arc::default(),
            logged: None,
        }
    }

    /// Stores the number of open connections here.
    pub(super) fn counted_by(mut self, open: Arc<AtomicUsize>) -> Self {
        self.open = open;
        self
    }

    /// The flag that makes responses ask clients to close the connection.
    pub(super) fn closing(&self) -> Arc<AtomicBool> {
        self.closing.clone()
    }

    /// Accepts connections until `over` completes.
    pub(super) async fn accept(&mut self, listener: &TcpListener, over: impl Future<Output = ()>) {
        let mut over = std::pin::pin!(over);
        let timeout = self.options.header_timeout;
        let mut checks = interval((timeout / CHECKS).max(Duration::from_millis(1)));
        loop {
            let accepted = tokio::select! {
                biased;
                () = &mut over => return,
                // Removes closed connections, so that their results do not accumulate.
                Some(ended) = self.tasks.join_next_with_id() => {
                    self.forget(ended);
                    continue;
                }
                _ = checks.tick() => {
                    self.activities.values().for_each(|activity| activity.check_overdue(timeout));
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
                Err(error) if is_client_error(&error) => false,
                Err(error) => {
                    self.log_waiting(&error.to_string());
                    self.dismiss_one();
                    self.wait(BACK_OFF, over.as_mut()).await
                }
            };
            if is_over {
                return;
            }
        }
    }

    /// Accepts all connections that wait now, regardless of the limit, and closes the listener.
    pub(super) fn accept_last(&mut self, listener: TcpListener, max: u32) {
        // Asks the system itself: the runtime may not know all waiting connections yet.
        let Ok(listener) = listener.into_std() else {
            return;
        };
        let mut last = Vec::new();
        for _ in 0..max {
            match listener.accept() {
                Ok(accepted) => last.push(accepted),
                Err(error) if is_client_error(&error) => {}
                Err(_) => break,
            }
        }
        // Closed at once, so that new clients are refused immediately.
        drop(listener);
        for (stream, peer) in last {
            let stream = stream.set_nonblocking(true).map(|()| stream);
            if let Ok(stream) = stream.and_then(TcpStream::from_std) {
                self.add(stream, peer);
            }
        }
    }

    /// Closes every connection as soon as no request is lost, and aborts the rest after `limit`.
    pub(super) async fn finish(mut self, limit: Duration) {
        self.closing.store(true, Ordering::Relaxed);
        for activity in self.activities.values() {
            activity.leave();
        }
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(limit, all).await.is_err() {
            tracing::warn!(
                event = "requests_aborted",
                connections = self.tasks.len(),
                "requests that did not finish in time are aborted"
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
        let serving = connection.serve(self.endpoint.clone(), self.fast_path.clone(), self.options);
        let id = self.tasks.spawn(serving).id();
        self.activities.insert(id, activity);
        self.open.store(self.tasks.len(), Ordering::Relaxed);
    }

    fn forget(&mut self, ended: Result<(Id, ()), JoinError>) {
        let id = ended.map_or_else(|error| error.id(), |(id, ())| id);
        self.activities.remove(&id);
        self.open.store(self.tasks.len(), Ordering::Relaxed);
    }

    /// Waits until one more connection is allowed, or `over` completes; returns whether it did. Idle connections are closed for it, the
    /// longest idle first.
    async fn make_room(&mut self, mut over: Pin<&mut impl Future<Output = ()>>) -> bool {
        while self.tasks.len() >= self.options.connections.max(1) {
            if !self.dismiss_one() {
                self.log_waiting("every connection is in use");
            }
            if self.wait(MAKE_ROOM_INTERVAL, over.as_mut()).await {
                return true;
            }
        }
        false
    }

    /// Waits until a connection closes, at most for `limit`; returns whether `over` completed.
    async fn wait(&mut self, limit: Duration, over: Pin<&mut impl Future<Output = ()>>) -> bool {
        tokio::select! {
            biased;
            () = over => return true,
            Some(ended) = self.tasks.join_next_with_id() => self.forget(ended),
            () = sleep(limit) => {}
        }
        false
    }

    /// Asks the longest idle connection to close; returns whether there is one.
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

    fn log_waiting(&mut self, reason: &str) {
        if self
            .logged
            .is_none_or(|logged| logged.elapsed() >= LOG_INTERVAL)
        {
            self.logged = Some(Instant::now());
            let connections = self.tasks.len();
            tracing::error!(
                event = "connections_exhausted",
                reason,
                connections,
                "no connection can be accepted"
            );
        }
    }
}

/// Whether the client disconnected before it was accepted. Any other error may recur at once, so it is followed by a pause.
fn is_client_error(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}
