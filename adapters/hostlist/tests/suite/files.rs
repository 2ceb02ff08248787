//! Files of lists.

use std::fs;
use std::path::PathBuf;

use korotko_core::ports::{HostList, HostLists};
use korotko_hostlist::{FileHostLists, HostListFiles, ListStatus};
use tempfile::TempDir;

/// Files in a folder that goes with them.
pub struct Files(TempDir);

impl Files {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        fs::write(self.path(name), content).unwrap();
        self.path(name)
    }
}

/// The lists of these files of blocked hosts.
pub fn blocked(files: &[PathBuf]) -> FileHostLists {
    let files = HostListFiles {
        blocked: files.to_vec(),
        shorteners: Vec::new(),
    };
    FileHostLists::load(files).unwrap()
}

pub fn is_blocked(lists: &FileHostLists, host: &str) -> bool {
    lists.find(host) == Some(HostList::Blocked)
}

#[test]
fn several_files_make_one_list() {
    let files = Files::new();
    let one = files.write("one", "a.example\nb.example\n");
    let two = files.write("two", "b.example\nc.example");
    let lists = blocked(&[one, two]);
    for host in ["a.example", "b.example", "c.example"] {
        assert!(is_blocked(&lists, host), "{host}");
    }
    assert!(!is_blocked(&lists, "d.example"));
    let status = ListStatus {
        hosts: 3,
        skipped_lines: 0,
    };
    assert_eq!(lists.status(), [(HostList::Blocked, status)]);
}

#[test]
fn without_files_there_is_no_list() {
    let lists = FileHostLists::load(HostListFiles::default()).unwrap();
    assert_eq!(
        (lists.find("a.example"), lists.blocked_version()),
        (None, None)
    );
    assert_eq!(lists.status(), []);
}

#[test]
fn a_missing_file_is_named() {
    let files = Files::new();
    let missing = files.path("missing");
    let wanted = HostListFiles {
        blocked: Vec::new(),
        shorteners: vec![missing.clone()],
    };
    let error = FileHostLists::load(wanted).unwrap_err();
    assert_eq!(error.path, missing);
}

#[test]
fn a_list_is_identified_by_its_hosts_alone() {
    let files = Files::new();
    let version = |content: &str| blocked(&[files.write("list", content)]).blocked_version();
    let list = version("a.example\nb.example");
    assert_eq!(
        version("# The same\nb.example\n\na.example\na.example"),
        list
    );
}
