use std::io;
use std::path::PathBuf;

/// A file of hosts cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the list of hosts {}", path.display())]
pub struct HostListError {
    /// The file.
    pub path: PathBuf,
    /// Why.
    #[source]
    pub source: io::Error,
}

impl HostListError {
    pub(crate) fn of(path: &std::path::Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        |source| Self { path, source }
    }
}
