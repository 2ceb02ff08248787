use std::time::Duration;

/// The limits of a server.
#[derive(Debug, Clone, Copy)]
pub struct ServerOptions {
    /// The timeout of a request's head, from the start of the connection or the end of the previous response: it also bounds idle
    /// clients.
    pub header_timeout: Duration,
    /// The maximum size of a request's head in bytes, at least 8192; beyond it the response is 431.
    pub header_bytes: usize,
    /// How long a client may stall while it receives a response.
    pub write_timeout: Duration,
    /// The maximum number of connections, at least 1. For one more, the longest idle one is closed; if none is idle, the new one waits.
    pub connections: usize,
    /// How long a stopping server still accepts connections, so that load balancers notice.
    pub shutdown_grace: Duration,
    /// How long a closing connection is still read: for the rest of a request, and when the server stops, for a request that may be in
    /// transit because the connection is new. With a [`shutdown_grace`](Self::shutdown_grace), handshakes get the same time.
    pub last_read: Duration,
    /// How long running requests may take when the server stops.
    pub shutdown_timeout: Duration,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            header_timeout: Duration::from_secs(10),
            header_bytes: 64 * 1024,
            write_timeout: Duration::from_secs(30),
            connections: 10_000,
            shutdown_grace: Duration::ZERO,
            last_read: Duration::from_millis(500),
            shutdown_timeout: Duration::from_secs(10),
        }
    }
}
