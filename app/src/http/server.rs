use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::server::graceful::GracefulShutdown;
use poem::{Endpoint, EndpointExt, IntoEndpoint, Response};
use tokio::net::{TcpListener, ToSocketAddrs};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::connection::Connection;

/// How long nothing is accepted after the system refused a connection for want of something, such as file descriptors.
const BACK_OFF: Duration = Duration::from_millis(100);

/// What a server grants its clients.
#[derive(Debug, Clone, Copy)]
pub struct ServerOptions {
    /// How long a request's head may take to arrive, counted from the connection or the answer before: so also how long a
    /// client may be silent or idle.
    pub header_timeout: Duration,
    /// The most bytes of a request's head, at least 8192; beyond it the answer is 431.
    pub header_bytes: usize,
    /// How long a client may take nothing of an answer.
    pub write_timeout: Duration,
    /// The most connections at a time; more wait to be accepted. At least 1.
    pub connections: usize,
    /// How long requests may take to finish when the server stops.
    pub shutdown_timeout: Duration,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(10),
            header_bytes: 64 * 1024,
            write_timeout: Duration::from_secs(30),
            connections: 10_000,
            shutdown_timeout: Duration::from_secs(10),
        }
    }
}

/// An HTTP/1.1 server whose clients cannot hold it up: every wait for them is bounded.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    local: SocketAddr,
}

impl Server {
    /// Takes the address; port 0 takes a free one. Clients can connect from now on, and wait for [`serve`](Self::serve).
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let listener = TcpListener::bind(address).await?;
        let local = listener.local_addr()?;
        Ok(Self { listener, local })
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Answers requests until `shutdown` comes back; then accepts no more, lets those in flight finish within
    /// [`ServerOptions::shutdown_timeout`], and cuts the rest.
    pub async fn serve<R>(
        self,
        routes: R,
        shutdown: impl Future<Output = ()>,
        options: ServerOptions,
    ) where
        R: IntoEndpoint,
        R::Endpoint: 'static,
    {
        let endpoint = Arc::new(routes.into_endpoint().map_to_response());
        let mut served = Served::new();
        {
            let mut shutdown = pin!(shutdown);
            let mut accept = pin!(self.accept_all(endpoint, options, &mut served));
            tokio::select! {
                biased;
                () = &mut shutdown => {}
                () = &mut accept => {}
            }
        }
        drop(self.listener);
        served.finish(options.shutdown_timeout).await;
    }

    async fn accept_all<E>(&self, endpoint: Arc<E>, options: ServerOptions, served: &mut Served)
    where
        E: Endpoint<Output = Response> + 'static,
    {
        let places = Arc::new(Semaphore::new(options.connections.max(1)));
        loop {
            let Ok(place) = places.clone().acquire_owned().await else {
                return;
            };
            let (stream, peer) = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        wait_after(&error).await;
                        continue;
                    }
                },
                // Forgets those that are done, so that their results do not pile up.
                Some(_) = served.tasks.join_next() => continue,
            };
            let connection = Connection {
                stream,
                local: self.local,
                peer,
            };
            let (endpoint, watcher) = (endpoint.clone(), served.graceful.watcher());
            served.tasks.spawn(async move {
                connection.serve(endpoint, options, watcher).await;
                drop(place);
            });
        }
    }
}

/// A client that went away before it was accepted is no reason to wait; anything else may be again at once.
async fn wait_after(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "no connection can be accepted");
        sleep(BACK_OFF).await;
    }
}

/// The connections that there are.
struct Served {
    tasks: JoinSet<()>,
    graceful: GracefulShutdown,
}

impl Served {
    fn new() -> Self {
        Self {
            tasks: JoinSet::new(),
            graceful: GracefulShutdown::new(),
        }
    }

    async fn finish(mut self, limit: Duration) {
        if timeout(limit, self.graceful.shutdown()).await.is_err() {
            tracing::warn!(
                connections = self.tasks.len(),
                "cut the requests that did not finish"
            );
        }
        self.tasks.shutdown().await;
    }
}
