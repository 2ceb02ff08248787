use rustix::process::{Resource, getrlimit};

use super::finding::Finding;
use crate::composition::system::{MAX_CONNECTIONS, max_connections};

const NAME: &str = "file-limit";

/// With fewer files there is hardly room for connections beside the database and the click log.
const MIN_FILES: u64 = 256;

const ADVICE: &str = "raise the hard limit: `ulimit -Hn 65536` in the shell, LimitNOFILE=65536 in a systemd unit, --ulimit nofile=65536 of Docker";

/// How many connections the limit on open files allows. Every command raises the soft limit to the hard one.
pub(super) fn check() -> Finding {
    let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    let connections = max_connections(files);
    let message = format!("{files} files can be open, which allows {connections} connections");
    if files < MIN_FILES {
        Finding::failure(NAME, message, ADVICE)
    } else if connections < usize::try_from(MAX_CONNECTIONS).unwrap_or(usize::MAX) {
        Finding::warning(NAME, message, ADVICE)
    } else {
        Finding::ok(NAME, message)
    }
}
