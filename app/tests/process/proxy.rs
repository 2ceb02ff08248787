//! A wire to the database that can be cut.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A TCP proxy in front of a server, on a port that stays the same.
pub struct Proxy {
    server: SocketAddr,
    pub address: SocketAddr,
    running: Option<JoinHandle<()>>,
}

impl Proxy {
    pub async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("the port");
        let running = tokio::spawn(forward(listener, server));
        Self {
            server,
            address,
            running: Some(running),
        }
    }

    /// Closes the port and all connections.
    pub async fn cut(&mut self) {
        let running = self.running.take().expect("it runs");
        running.abort();
        assert!(running.await.is_err(), "it ends only here");
    }

    /// Opens the port again.
    pub async fn restore(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("its port");
        self.running = Some(tokio::spawn(forward(listener, self.server)));
    }
}

/// Forwards connections until it is aborted; all end with it.
async fn forward(listener: TcpListener, server: SocketAddr) {
    let mut connections = JoinSet::new();
    loop {
        let (mut client, _) = listener.accept().await.expect("a connection");
        connections.spawn(async move {
            let mut server = TcpStream::connect(server).await.expect("the server");
            // Either side may hang up as it likes.
            drop(copy_bidirectional(&mut client, &mut server).await);
        });
    }
}
