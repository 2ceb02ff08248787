use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

const CHUNK: usize = 4096;

/// A TCP stream that never gives more than one line at a time.
///
/// lettre reads through a buffer and keeps that buffer across STARTTLS, so somebody on the way could put replies behind the
/// `220` in plaintext and have them taken for the server's own under TLS ("command injection", RFC 3207 6 and
/// CVE-2011-0411). Read by lines, that buffer is empty when TLS begins, and what was put in breaks the handshake.
#[derive(Debug)]
pub(crate) struct LineStream {
    tcp: TcpStream,
    /// Read from `tcp`, not yet given on.
    ahead: Vec<u8>,
    given: usize,
}

impl LineStream {
    pub(crate) fn new(tcp: TcpStream) -> Self {
        Self {
            tcp,
            ahead: Vec::new(),
            given: 0,
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
        if this.given == this.ahead.len() {
            this.ahead.resize(CHUNK, 0);
            this.given = CHUNK;
            let mut chunk = ReadBuf::new(&mut this.ahead);
            ready!(Pin::new(&mut this.tcp).poll_read(context, &mut chunk))?;
            let filled = chunk.filled().len();
            this.ahead.truncate(filled);
            this.given = 0;
        }
        let rest = &this.ahead[this.given..];
        let line = rest
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(rest.len(), |end| end + 1);
        let length = line.min(buffer.remaining());
        buffer.put_slice(&rest[..length]);
        this.given += length;
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
