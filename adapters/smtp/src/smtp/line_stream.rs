use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

const CHUNK: usize = 4096;

/// A TCP stream that returns at most one line per read.
///
/// lettre keeps its read buffer across STARTTLS, so an attacker in between could append replies to the plaintext `220`, which
/// would count as the server's replies under TLS ("command injection", RFC 3207 6 and CVE-2011-0411). With reads of single
/// lines the buffer is empty when TLS begins, and injected bytes break the handshake.
#[derive(Debug)]
pub(crate) struct LineStream {
    tcp: TcpStream,
    /// Bytes read from `tcp`, of which `returned` were returned already.
    buffered: Vec<u8>,
    returned: usize,
}

impl LineStream {
    pub(crate) fn new(tcp: TcpStream) -> Self {
        Self {
            tcp,
            buffered: Vec::new(),
            returned: 0,
        }
    }
}

impl AsyncRead for LineStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.returned == this.buffered.len() {
            this.buffered.resize(CHUNK, 0);
            this.returned = CHUNK;
            let mut chunk = ReadBuf::new(&mut this.buffered);
            ready!(Pin::new(&mut this.tcp).poll_read(context, &mut chunk))?;
            let filled = chunk.filled().len();
            this.buffered.truncate(filled);
            this.returned = 0;
        }
        let rest = &this.buffered[this.returned..];
        let line = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let length = line.min(buffer.remaining());
        buffer.put_slice(&rest[..length]);
        this.returned += length;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for LineStream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().tcp).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().tcp).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().tcp).poll_shutdown(context)
    }
}

impl AsyncTokioStream for LineStream {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.tcp.peer_addr()
    }
}
