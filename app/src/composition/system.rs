//! The limits of the operating system.

use std::io;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

/// The file descriptors reserved for the database, the click log, mails and workbooks.
const RESERVE: u64 = 128;

/// The maximum number of connections, independent of file descriptors: each takes memory too.
pub(crate) const MAX_CONNECTIONS: u64 = 10_000;

/// Raises the limit on open files as far as the system allows, and turns SIGXFSZ into an error of the write instead of the end of the
/// process.
pub(crate) fn prepare() -> io::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let highest = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    // Not fatal: fewer connections are accepted.
    if let Err(error) = setrlimit(Resource::Nofile, highest) {
        tracing::debug!(%error, "the limit on open files is not raised");
    }
    // A handled signal does not end the process.
    signal(SignalKind::from_raw(Signal::XFSZ.as_raw())).map(drop)
}

/// The maximum number of connections.
pub(crate) fn connections() -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let connections = max_connections(files);
    tracing::info!(
        event = "limits_determined",
        files,
        connections,
        "open files and connections are limited"
    );
    connections
}

/// The maximum number of connections with this limit on open files.
pub(crate) fn max_connections(files: u64) -> usize {
    let rest = files.saturating_sub(RESERVE).max(files / 2);
    usize::try_from(rest.clamp(1, MAX_CONNECTIONS)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::max_connections;

    #[test]
    fn connections_leave_files_for_the_rest() {
        let cases = [(0, 1), (64, 32), (256, 128), (1_024, 896), (20_000, 10_000)];
        for (files, connections) in cases {
            assert_eq!(max_connections(files), connections, "{files}");
        }
        assert_eq!(max_connections(u64::MAX), 10_000);
    }
}
