//! A wire that can be cut.

use std::net::SocketAddr;
use std::sync::Mutex;

use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Carries connections to another address until it is cut; then they break off, and new ones are refused.
pub struct TcpProxy {
    address: SocketAddr,
    target: String,
    carrying: Mutex<Option<JoinHandle<()>>>,
}

impl TcpProxy {
    /// A proxy on a free port of 127.0.0.1 to `target`, a host and a port.
    pub async fn to(target: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap(),
            target,
            carrying: Mutex::default(),
        };
        proxy.carry(listener);
        proxy
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub async fn cut(&self) {
        let carrying = self.carrying.lock().unwrap().take();
        if let Some(carrying) = carrying {
            carrying.abort();
            // All connections are gone when this is.
            let _ = carrying.await;
        }
    }

    pub async fn restore(&self) {
        self.carry(TcpListener::bind(self.address).await.unwrap());
    }

    fn carry(&self, listener: TcpListener) {
        let carrying = tokio::spawn(carry_all(listener, self.target.clone()));
        *self.carrying.lock().unwrap() = Some(carrying);
    }
}

async fn carry_all(listener: TcpListener, target: String) {
    let mut connections = JoinSet::new();
    loop {
        let (mut near, _) = listener.accept().await.unwrap();
        let target = target.clone();
        connections.spawn(async move {
            let mut far = TcpStream::connect(target).await.unwrap();
            // However it ends, both sides are closed.
            let _ = tokio::io::copy_bidirectional(&mut near, &mut far).await;
        });
    }
}
