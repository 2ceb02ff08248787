//! The server: sockets and connections, and what clients are granted.

mod activity;
mod connection;
mod connections;
#[cfg(target_os = "linux")]
mod handshakes;
mod options;
mod socket;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::Ordering;
use std::time::Duration;

use poem::{Endpoint, EndpointExt, IntoEndpoint, Response};
use tokio::net::{TcpListener, TcpSocket, ToSocketAddrs, lookup_host};
use tokio::time::sleep;

use self::connections::Connections;
pub use self::options::ServerOptions;

/// How many clients may wait to be accepted.
const BACKLOG: u32 = 1_024;

/// An HTTP/1.1 server whose clients cannot hold it up: every wait for them is bounded.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    local: SocketAddr,
}

impl Server {
    /// Takes the address; port 0 takes a free one. Clients can connect from now on, and wait for [`serve`](Self::serve).
    pub async fn bind(address: impl ToSocketAddrs) -> io::Result<Self> {
        let mut refused = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in lookup_host(address).await? {
            match listen(address) {
                Ok(listener) => {
                    let local = listener.local_addr()?;
                    return Ok(Self { listener, local });
                }
                Err(error) => refused = error,
            }
        }
        Err(refused)
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.local
    }

    /// Answers requests until `shutdown` comes back, and then those that were sent already. It goes on for
    /// [`ServerOptions::shutdown_grace`] with answers that close their connections, lets nobody begin to connect any more,
    /// accepts who did before, closes the socket, reads the idle connections once more, lets requests in flight finish within
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
        let endpoint = routes.into_endpoint().map_to_response();
        let mut connections = Connections::new(endpoint, options, self.local);
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
        connections.accept_the_last(self.listener, BACKLOG);
        connections.finish(options.shutdown_timeout).await;
    }

    #[cfg(target_os = "linux")]
    async fn finish_handshakes<E>(&self, connections: &mut Connections<E>, limit: Duration)
    where
        E: Endpoint<Output = Response> + 'static,
    {
        match handshakes::take_no_more(&self.listener) {
            Ok(()) => connections.accept(&self.listener, sleep(limit)).await,
            Err(error) => tracing::debug!(%error, "the listener closes at once"),
        }
    }

    /// Other systems have no such filter: a client that connects at the very moment of the end may be reset.
    #[cfg(not(target_os = "linux"))]
    async fn finish_handshakes<E>(&self, _: &mut Connections<E>, _: Duration) {}
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // A process that follows another need not wait for the connections of the one before.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
