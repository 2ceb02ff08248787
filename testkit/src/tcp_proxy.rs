//! A wire that fails in every way a wire can.

use std::net::SocketAddr;
use std::sync::Mutex;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What becomes of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Carries,
    HangsUp,
    IsSilent,
}

/// A TCP proxy in front of a server, on a port of 127.0.0.1 that stays the same.
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

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The ways in which what is behind it goes away, for [`Self::take_away`].
    pub const WAYS: [&str; 3] = ["cut", "hung up", "silent"];

    /// Lets what is behind it go away in one of [`Self::WAYS`].
    pub async fn take_away(&self, way: &str) {
        match way {
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
            // All connections are gone when this is.
            let _ = listening.await;
        }
    }

    /// Closes all connections, and from now on each new one as soon as it is there.
    pub fn hang_up(&self) {
        self.mode.send_replace(Mode::HangsUp);
    }

    /// Carries nothing any more, and takes new connections that it never answers. Those that are open then stay silent for ever.
    pub fn fall_silent(&self) {
        self.mode.send_replace(Mode::IsSilent);
    }

    /// Carries new connections.
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

/// Takes connections until it is aborted; all end with it.
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
            // However it ends, both sides are closed.
            _ = copy_bidirectional(&mut near, far) => return,
            _ = mode.wait_for(|mode| *mode != Mode::Carries) => {}
        }
    }
    // What is silent stays open until somebody hangs up.
    let _ = mode.wait_for(|mode| *mode == Mode::HangsUp).await;
}
