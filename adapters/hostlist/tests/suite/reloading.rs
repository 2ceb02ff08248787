//! Files that change.

use std::fs;
use std::slice::from_ref;

use korotko_core::ports::{HostList, HostLists};
use korotko_hostlist::{FileHostLists, HostListError, HostListFiles, ListStatus};

use super::files::{Files, blocked, is_blocked};

/// What was loaded of the list of blocked hosts.
fn reload(lists: &FileHostLists) -> Result<Option<ListStatus>, HostListError> {
    let [(name, blocked), (_, shorteners)] = lists.reload();
    assert_eq!(name, HostList::Blocked);
    assert_eq!(shorteners.unwrap(), None);
    blocked
}

#[test]
fn an_unchanged_file_is_not_read_again() {
    let files = Files::new();
    let lists = blocked(&[files.write("list", "a.example")]);
    assert_eq!(reload(&lists).unwrap(), None);
}

#[test]
fn a_replaced_file_is_read_again() {
    let files = Files::new();
    let path = files.write("list", "a.example");
    let lists = blocked(from_ref(&path));
    let before = lists.blocked_version();
    // Of the same size: the new file is another one.
    fs::rename(files.write("new", "b.example"), &path).unwrap();
    let reloaded = reload(&lists).unwrap().unwrap();
    assert_eq!(reloaded.hosts, 1);
    assert!(is_blocked(&lists, "b.example") && !is_blocked(&lists, "a.example"));
    assert_ne!(lists.blocked_version(), before);
    assert_eq!(reload(&lists).unwrap(), None);
}

#[test]
fn a_longer_file_is_read_again() {
    let files = Files::new();
    let path = files.write("list", "a.example");
    let lists = blocked(&[path]);
    files.write("list", "a.example\nb.example");
    reload(&lists).unwrap().unwrap();
    assert!(is_blocked(&lists, "b.example"));
}

#[test]
fn the_old_list_is_kept_while_a_file_is_missing() {
    let files = Files::new();
    let path = files.write("list", "a.example");
    let lists = blocked(from_ref(&path));
    fs::remove_file(&path).unwrap();
    for _ in 0..2 {
        assert_eq!(reload(&lists).unwrap_err().path, path);
        assert!(is_blocked(&lists, "a.example"));
    }
    files.write("list", "b.example");
    reload(&lists).unwrap().unwrap();
    assert!(is_blocked(&lists, "b.example") && !is_blocked(&lists, "a.example"));
}

#[test]
fn an_unreadable_list_does_not_stop_the_other() {
    let files = Files::new();
    let wanted = HostListFiles {
        blocked: vec![files.write("blocked", "a.example")],
        shorteners: vec![files.write("shorteners", "b.example")],
    };
    let lists = FileHostLists::load(wanted).unwrap();
    fs::remove_file(files.path("blocked")).unwrap();
    files.write("shorteners", "b.example\nc.example");
    let [(_, blocked), (_, shorteners)] = lists.reload();
    assert!(blocked.is_err());
    assert_eq!(shorteners.unwrap().unwrap().hosts, 2);
    assert_eq!(lists.find("c.example"), Some(HostList::Shorteners));
}
