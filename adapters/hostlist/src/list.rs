use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use crate::error::HostListError;
use crate::host_set::HostSet;
use crate::read::read;
use crate::stamp::Stamp;

/// What a list contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListStatus {
    /// The number of hosts and domains.
    pub hosts: usize,
    /// The number of lines that could not be read.
    pub skipped_lines: u64,
}

/// One list, from several files.
#[derive(Debug)]
pub(crate) struct List {
    files: Vec<PathBuf>,
    loaded: RwLock<Arc<Loaded>>,
}

/// What is used until the next is loaded beside it.
#[derive(Debug)]
pub(crate) struct Loaded {
    stamps: Vec<Stamp>,
    pub(crate) hosts: HostSet,
    pub(crate) fingerprint: u64,
    skipped_lines: u64,
}

impl Loaded {
    fn of(files: &[PathBuf]) -> Result<Self, HostListError> {
        // Before they are read: a file that changes while it is read is read again.
        let stamps = stamps(files)?;
        let (hosts, skipped_lines) = read(files)?;
        Ok(Self {
            stamps,
            fingerprint: hosts.fingerprint(),
            hosts,
            skipped_lines,
        })
    }

    fn status(&self) -> ListStatus {
        ListStatus {
            hosts: self.hosts.len(),
            skipped_lines: self.skipped_lines,
        }
    }
}

impl List {
    pub(crate) fn load(files: Vec<PathBuf>) -> Result<Self, HostListError> {
        let loaded = RwLock::new(Arc::new(Loaded::of(&files)?));
        Ok(Self { files, loaded })
    }

    /// Loads the files again if one of them has changed.
    pub(crate) fn reload(&self) -> Result<Option<ListStatus>, HostListError> {
        if stamps(&self.files)? == self.loaded().stamps {
            return Ok(None);
        }
        let loaded = Loaded::of(&self.files)?;
        let status = loaded.status();
        *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        Ok(Some(status))
    }

    pub(crate) fn loaded(&self) -> Arc<Loaded> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.clone()
    }

    pub(crate) fn status(&self) -> ListStatus {
        self.loaded().status()
    }

    /// Whether there are files.
    pub(crate) fn exists(&self) -> bool {
        !self.files.is_empty()
    }
}

fn stamps(files: &[PathBuf]) -> Result<Vec<Stamp>, HostListError> {
    let stamps = files.iter();
    let stamps = stamps.map(|path| Stamp::of(path).map_err(HostListError::of(path)));
    stamps.collect()
}
