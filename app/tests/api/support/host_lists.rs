use std::fs;
use std::path::PathBuf;

use korotko_core::ports::{HostList, HostLists};
use korotko_hostlist::{FileHostLists, HostListFiles};
use tempfile::TempDir;

/// Lists of hosts in files that a test changes.
#[derive(Debug)]
pub struct TestHostLists {
    folder: TempDir,
    lists: FileHostLists,
}

impl TestHostLists {
    /// These are all blocked hosts.
    pub fn block(&self, hosts: &[&str]) {
        self.replace(HostList::Blocked, hosts);
    }

    /// These are all known shorteners.
    pub fn shorten(&self, hosts: &[&str]) {
        self.replace(HostList::Shorteners, hosts);
    }

    fn replace(&self, list: HostList, hosts: &[&str]) {
        write(&self.folder, list, hosts);
        for (_, reloaded) in self.lists.reload() {
            reloaded.unwrap();
        }
    }
}

/// Empty lists.
impl Default for TestHostLists {
    fn default() -> Self {
        let folder = TempDir::new().unwrap();
        let files = HostListFiles {
            blocked: vec![write(&folder, HostList::Blocked, &[])],
            shorteners: vec![write(&folder, HostList::Shorteners, &[])],
        };
        let lists = FileHostLists::load(files).unwrap();
        Self { folder, lists }
    }
}

/// Replaces the file of a list by another one, so that it is loaded again whatever its size and times are; returns its path.
fn write(folder: &TempDir, list: HostList, hosts: &[&str]) -> PathBuf {
    let path = folder.path().join(list.name());
    let new = path.with_extension("new");
    fs::write(&new, hosts.join("\n")).unwrap();
    fs::rename(new, &path).unwrap();
    path
}

impl HostLists for TestHostLists {
    fn find(&self, host: &str) -> Option<HostList> {
        self.lists.find(host)
    }

    fn blocked_version(&self) -> Option<u64> {
        self.lists.blocked_version()
    }
}
