//! What the operating system grants this process.

use std::io;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};

/// File descriptors for everything but connections: the database, the click log, mails, workbooks in the making.
const RESERVE: u64 = 128;

/// The most connections, however many files may be open: each takes memory too.
const MAX_CONNECTIONS: u64 = 10_000;

/// Prepares for a life under limits: as many files may be open as the system allows, and a file that may not grow is an error
/// of that write, not the end of the process.
pub(crate) fn prepare() -> io::Result<()> {
    let limit = getrlimit(Resource::Nofile);
    let highest = Rlimit {
        current: limit.maximum,
        maximum: limit.maximum,
    };
    // It goes on with fewer if it must.
    if let Err(error) = setrlimit(Resource::Nofile, highest) {
        tracing::debug!(%error, "the limit on open files was not raised");
    }
    // Whoever listens is not ended by it.
    signal(SignalKind::from_raw(Signal::XFSZ.as_raw())).map(drop)
}

/// How many connections there may be at a time.
pub(crate) fn connections() -> usize {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let connections = connections_of(files);
    tracing::info!(files, connections, "open files and connections are limited");
    connections
}

fn connections_of(files: u64) -> usize {
    let rest = files.saturating_sub(RESERVE).max(files / 2);
    usize::try_from(rest.clamp(1, MAX_CONNECTIONS)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::connections_of;

    #[test]
    fn connections_leave_files_for_the_rest() {
        let cases = [(0, 1), (64, 32), (256, 128), (1_024, 896), (20_000, 10_000)];
        for (files, connections) in cases {
            assert_eq!(connections_of(files), connections, "{files}");
        }
        assert_eq!(connections_of(u64::MAX), 10_000);
    }
}
