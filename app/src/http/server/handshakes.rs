//! How a listener takes no new connections without breaking off those that are being opened.

use std::io;

use socket2::{SockFilter, SockRef};
use tokio::net::TcpListener;

/// Drops segments that begin a connection (SYN without ACK, RFC 9293 3.1), as an instruction of the packet filter each: the byte
/// of the flags, these two of them, whether SYN is alone, drop, keep.
const NO_SYN: [SockFilter; 5] = [
    SockFilter::new(0x30, 0, 0, 13),
    SockFilter::new(0x54, 0, 0, 0x12),
    SockFilter::new(0x15, 0, 1, 0x02),
    SockFilter::new(0x06, 0, 0, 0),
    SockFilter::new(0x06, 0, 0, u32::MAX),
];

/// From now on whoever begins to connect gets no answer until the listener is closed, and is refused then: it knows that it sent
/// nothing. Whoever began before is still accepted, instead of being reset with its request.
pub(super) fn take_no_more(listener: &TcpListener) -> io::Result<()> {
    SockRef::from(listener).attach_filter(&NO_SYN)
}
