//! Stops a listener from accepting new connections without aborting handshakes in progress.

use std::io;

use socket2::{SockFilter, SockRef};
use tokio::net::TcpListener;

/// A packet filter that drops segments which open a connection (SYN without ACK, RFC 9293 3.1): load the flags, mask both bits, compare
/// with SYN, drop, keep.
const NO_SYN: [SockFilter; 5] = [
    SockFilter::new(0x30, 0, 0, 13),
    SockFilter::new(0x54, 0, 0, 0x12),
    SockFilter::new(0x15, 0, 1, 0x02),
    SockFilter::new(0x06, 0, 0, 0),
    SockFilter::new(0x06, 0, 0, u32::MAX),
];

/// New clients get no response until the listener is closed, and are refused then, before they send a request. Handshakes in progress are
/// still completed, instead of being reset with a request.
pub(super) fn refuse_new(listener: &TcpListener) -> io::Result<()> {
    SockRef::from(listener).attach_filter(&NO_SYN)
}
