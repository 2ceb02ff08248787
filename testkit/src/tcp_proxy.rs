//! A network connection that fails on demand.

use std::io;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// How connections are handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Forwards what it reads after this time.
    Carries(Duration),
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
            mode: watch::Sender::new(Mode::Carries(Duration::ZERO)),
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

    /// Forwards everything later by this time, on open connections too.
    pub fn slow_down(&self, delay: Duration) {
        self.mode.send_replace(Mode::Carries(delay));
    }

    /// Forwards new connections again, without a delay.
    pub async fn restore(&self) {
        self.mode.send_replace(Mode::Carries(Duration::ZERO));
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

async fn carry(mut near: TcpStream, target: String, mode: watch::Receiver<Mode>) {
    let mut changes = mode.clone();
    let mut far = None;
    if matches!(*mode.borrow(), Mode::Carries(_)) {
        let far = far.insert(TcpStream::connect(target).await.unwrap());
        tokio::select! {
            // In any case both sides are closed.
            _ = exchange(&mut near, far, &mode) => return,
            _ = changes.wait_for(|mode| !matches!(mode, Mode::Carries(_))) => {}
        }
    }
    // A silent connection stays open until a side closes it.
    let _ = changes.wait_for(|mode| *mode == Mode::HangsUp).await;
}

/// Forwards in both directions until both sides have nothing more to say.
async fn exchange(
    near: &mut TcpStream,
    far: &mut TcpStream,
    mode: &watch::Receiver<Mode>,
) -> io::Result<((), ())> {
    let (near_reader, near_writer) = near.split();
    let (far_reader, far_writer) = far.split();
    tokio::try_join!(
        forward(near_reader, far_writer, mode),
        forward(far_reader, near_writer, mode)
    )
}

async fn forward(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mode: &watch::Receiver<Mode>,
) -> io::Result<()> {
    let mut bytes = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut bytes).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        let mode = *mode.borrow();
        if let Mode::Carries(delay) = mode
            && !delay.is_zero()
        {
            tokio::time::sleep(delay).await;
        }
        to.write_all(&bytes[..read]).await?;
    }
}
