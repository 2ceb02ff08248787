//! The server: listener, connections and limits.

mod activity;
mod connection;
mod connections;
#[cfg(target_os = "linux")]
mod handshakes;
mod options;
mod responder;
mod socket;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use poem::{Endpoint, EndpointExt, IntoEndpoint, Response};
use tokio::net::{TcpListener, TcpSocket, ToSocketAddrs, lookup_host};
use tokio::time::sleep;

use self::connections::Connections;
pub use self::options::ServerOptions;
use super::FastPath;

/// The maximum number of connections that wait to be accepted.
const BACKLOG: u32 = 1_024;

/// An HTTP/1.1 server. Every wait for a client is bounded.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    local: SocketAddr,
    open: Arc<AtomicUsize>,
}

impl Server {
    /// Binds the address; port 0 takes a free port. Clients can connect immediately, and wait for [`serve`](Self::serve).
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let mut refused = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in lookup_host(address).await? {
            match listen(address) {
                Ok(listener) => {
                    let local = listener.local_addr()?;
                    let open = Arc::default();
                    return Ok(Self {
                        listener,
                        local,
                        open,
                    });
                }
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    /// The address that the server listens on.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// The number of open connections, to be read while it serves.
    #[must_use]
    pub fn open_connections(&self) -> Arc<AtomicUsize> {
        self.open.clone()
    }

    /// Serves requests, by the fast path if it has the response, until `shutdown` completes, and then stops without losing a request that was sent: it goes on for
    /// [`ServerOptions::shutdown_grace`] with responses that close their connections, refuses new connections, accepts those in
    /// progress, closes the listener, reads idle connections once more, lets requests finish within
    /// [`ServerOptions::shutdown_timeout`], and aborts the rest.
    pub async fn serve<R>(
        self,
        routes: R,
        fast_path: Option<FastPath>,
        shutdown: impl Future<Output = ()>,
        options: ServerOptions,
    ) where
        R: IntoEndpoint,
        R::Endpoint: 'static,
    {
        let endpoint = routes.into_endpoint().map_to_response();
        let mut connections = Connections::new(endpoint, fast_path, options, self.local)
            .counted_by(self.open.clone());
        let closing = connections.closing();
        let over = async {
            shutdown.await;
            closing.store(true, Ordering::Relaxed);
            sleep(options.shutdown_grace).await;
        };
        connections.accept(&self.listener, over).await;
        if !options.shutdown_grace.is_zero() {
            self.finish_handshakes(&mut connections, options.last_read)
                .await;
        }
        connections.accept_last(self.listener, BACKLOG);
        connections.finish(options.shutdown_timeout).await;
    }

    #[cfg(target_os = "linux")]
    async fn finish_handshakes<E>(&self, connections: &mut Connections<E>, limit: Duration)
    where
        E: Endpoint<Output = Response> + 'static,
    {
        match handshakes::refuse_new(&self.listener) {
            Ok(()) => connections.accept(&self.listener, sleep(limit)).await,
            Err(error) => {
                tracing::debug!(%error, "the listener closes without completing handshakes");
            }
        }
    }

    /// Other systems have no such filter: a client that connects at this moment may be reset.
    #[cfg(not(target_os = "linux"))]
    async fn finish_handshakes<E>(&self, _: &mut Connections<E>, _: Duration) {}
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A new process need not wait for old connections in TIME_WAIT.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
