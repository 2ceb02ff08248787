//! A network connection that fails on demand.

use std::net::SocketAddr;
use std::sync::Mutex;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// How connections are handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Carries,
    HangsUp,
    IsSilent,
}

/// A TCP proxy in front of a server, on a fixed port of 127.0.0.1.
#[derive(Debug)]
pub struct TcpProxy {
    address: SocketAddr,
    target: String,
    mode: watch::Sender<Mode>,
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl TcpProxy {
    /// A proxy to `target`, a host and a port.
    pub async fn to(target: impl Into<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let proxy = Self {
            address: listener.local_addr().unwrap(),
            target: target.into(),
            mode: watch::Sender::new(Mode::Carries),
            listening: Mutex::default(),
        };
        proxy.listen(listener);
        proxy
    }

    /// The address on which it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The simulated outages, for [`Self::simulate`].
    pub const OUTAGES: [&str; 3] = ["cut", "hung up", "silent"];

    /// Simulates one of [`Self::OUTAGES`].
    pub async fn simulate(&self, outage: &str) {
        match outage {
            "cut" => self.cut().await,
            "hung up" => self.hang_up(),
            _ => self.fall_silent(),
        }
    }

    /// Closes the port and all connections.
    pub async fn cut(&self) {
        let listening = self.listening.lock().unwrap().take();
        if let Some(listening) = listening {
            listening.abort();
            // This closes all connections.
            let _ = listening.await;
        }
    }

    /// Closes all connections, and from now on each new one at once.
    pub fn hang_up(&self) {
        self.mode.send_replace(Mode::HangsUp);
    }

    /// Forwards nothing any longer, and accepts connections that it never answers. Open connections then stay silent.
    pub fn fall_silent(&self) {
        self.mode.send_replace(Mode::IsSilent);
    }

    /// Forwards new connections again.
    pub async fn restore(&self) {
        self.mode.send_replace(Mode::Carries);
        let is_cut = self.listening.lock().unwrap().is_none();
        if is_cut {
            self.listen(TcpListener::bind(self.address).await.unwrap());
        }
    }

    fn listen(&self, listener: TcpListener) {
        let listening = accept(listener, self.target.clone(), self.mode.subscribe());
        *self.listening.lock().unwrap() = Some(tokio::spawn(listening));
    }
}

/// Accepts connections until it is aborted, which closes all of them.
async fn accept(listener: TcpListener, target: String, mode: watch::Receiver<Mode>) {
    let mut connections = JoinSet::new();
    loop {
        let (near, _) = listener.accept().await.unwrap();
        connections.spawn(carry(near, target.clone(), mode.clone()));
    }
}

async fn carry(mut near: TcpStream, target: String, mut mode: watch::Receiver<Mode>) {
    let mut far = None;
    if *mode.borrow_and_update() == Mode::Carries {
        let far = far.insert(TcpStream::connect(target).await.unwrap());
        tokio::select! {
            // In any case both sides are closed.
            _ = copy_bidirectional(&mut near, far) => return,
            _ = mode.wait_for(|mode| *mode != Mode::Carries) => {}
        }
    }
    // A silent connection stays open until a side closes it.
    let _ = mode.wait_for(|mode| *mode == Mode::HangsUp).await;
}
