use std::path::PathBuf;

use korotko_core::ports::{HostList, HostLists};

use crate::error::HostListError;
use crate::list::{List, ListStatus};

/// The files of each list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostListFiles {
    /// Hosts to which no link may lead.
    pub blocked: Vec<PathBuf>,
    /// Hosts of URL shorteners.
    pub shorteners: Vec<PathBuf>,
}

/// Lists of hosts in memory, from files.
#[derive(Debug)]
pub struct FileHostLists {
    blocked: List,
    shorteners: List,
}

impl FileHostLists {
    /// Loads the lists. It may take seconds, and reads files: not on a thread that serves requests.
    pub fn load(files: HostListFiles) -> Result<Self, HostListError> {
        Ok(Self {
            blocked: List::load(files.blocked)?,
            shorteners: List::load(files.shorteners)?,
        })
    }

    /// Loads a list again whose files have changed, beside the old one, which is used until then and kept if a file cannot be
    /// read. Returns of each list what was loaded, `None` if its files have not changed.
    pub fn reload(&self) -> [(HostList, Result<Option<ListStatus>, HostListError>); 2] {
        [
            (HostList::Blocked, self.blocked.reload()),
            (HostList::Shorteners, self.shorteners.reload()),
        ]
    }

    /// What each list contains, if it has files.
    #[must_use]
    pub fn status(&self) -> Vec<(HostList, ListStatus)> {
        let both = [
            (HostList::Blocked, &self.blocked),
            (HostList::Shorteners, &self.shorteners),
        ];
        let existing = both.into_iter().filter(|(_, list)| list.exists());
        existing.map(|(name, list)| (name, list.status())).collect()
    }
}

impl HostLists for FileHostLists {
    fn find(&self, host: &str) -> Option<HostList> {
        if self.blocked.loaded().hosts.contains(host) {
            return Some(HostList::Blocked);
        }
        let shortener = self.shorteners.loaded().hosts.contains(host);
        shortener.then_some(HostList::Shorteners)
    }

    fn blocked_version(&self) -> Option<u64> {
        let exists = self.blocked.exists();
        exists.then(|| self.blocked.loaded().fingerprint)
    }
}
