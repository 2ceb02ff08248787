use std::time::Duration;

/// What a server grants its clients.
#[derive(Debug, Clone, Copy)]
pub struct ServerOptions {
    /// How long a request's head may take to arrive, counted from the connection or the answer before: so also how long a
    /// client may be silent or idle.
    pub header_timeout: Duration,
    /// The most bytes of a request's head, at least 8192; beyond it the answer is 431.
    pub header_bytes: usize,
    /// How long a client may take nothing of an answer.
    pub write_timeout: Duration,
    /// The most connections at a time, at least 1. For one more, the one that has been idle for longest is closed; when none is
    /// idle, it waits to be served.
    pub connections: usize,
    /// For how long a server that was told to stop goes on to accept connections, so that those who send requests learn of it.
    pub shutdown_grace: Duration,
    /// How long a connection that is to be closed is read once more: for the rest of a request, and when the server stops also
    /// for one that may be on its way, since the connection was just opened or a part has come. As long is waited for
    /// connections that are being opened then, if there is a [`shutdown_grace`](Self::shutdown_grace).
    pub last_read: Duration,
    /// How long requests may take to finish when the server stops.
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
