//! Checks of [`HostLists`].
#![allow(missing_docs, reason = "the name of a check says what it checks")]
#![allow(
    clippy::unused_async,
    reason = "every check of a suite is called in the same way"
)]

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use korotko_core::ports::{HostList, HostLists};

crate::suite::checks! { $
    /// Creates a test of every check of [`HostLists`](korotko_core::ports::HostLists). The argument is called without arguments,
    /// once a test, and returns a future of a [`HostListsFixture`](crate::host_lists::HostListsFixture).
    host_lists_contract, host_lists:
    a_listed_host_is_found_alone,
    a_listed_domain_is_found_with_everything_below_it,
    an_address_is_in_no_domain,
    a_host_on_both_lists_is_blocked,
    a_list_of_nothing_is_a_list,
    a_version_identifies_the_blocked_hosts,
}

type Load = dyn Fn(Option<&[&str]>, &[&str]) -> Arc<dyn HostLists> + Send + Sync;

/// Loads lists.
pub struct HostListsFixture {
    load: Box<Load>,
    guard: Box<dyn Any + Send + Sync>,
}

impl fmt::Debug for HostListsFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostListsFixture").finish_non_exhaustive()
    }
}

impl HostListsFixture {
    /// A fixture of a function that loads the list of blocked hosts, if there is one, and the list of shorteners. An entry is a
    /// host, or a domain with everything below it if it begins with a dot.
    #[must_use]
    pub fn new(
        load: impl Fn(Option<&[&str]>, &[&str]) -> Arc<dyn HostLists> + Send + Sync + 'static,
    ) -> Self {
        Self {
            load: Box::new(load),
            guard: Box::new(()),
        }
    }

    /// Keeps `guard`, such as a temporary folder, until the check is over.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Box::new(guard);
        self
    }

    fn blocked(&self, hosts: &[&str]) -> Arc<dyn HostLists> {
        (self.load)(Some(hosts), &[])
    }

    /// Checks which hosts are blocked by these entries, and which are not.
    fn check(&self, entries: &[&str], blocked: &[&str], others: &[&str]) {
        let lists = self.blocked(entries);
        for host in blocked {
            assert_eq!(lists.find(host), Some(HostList::Blocked), "{host}");
        }
        for host in others {
            assert_eq!(lists.find(host), None, "{host}");
        }
    }
}

pub async fn a_listed_host_is_found_alone(fixture: &HostListsFixture) {
    fixture.check(
        &["evil.example", "192.0.2.1", "2001:db8::1"],
        &["evil.example", "192.0.2.1", "2001:db8::1"],
        &[
            "www.evil.example",
            "vil.example",
            "evil.example.org",
            "example",
            "192.0.2.2",
            "2001:db8::2",
        ],
    );
}

pub async fn a_listed_domain_is_found_with_everything_below_it(fixture: &HostListsFixture) {
    fixture.check(
        &[".evil.example", ".zip"],
        &["evil.example", "a.b.evil.example", "zip", "a.zip"],
        &[
            "notevil.example",
            "evil.example.org",
            "example",
            "zip.example",
        ],
    );
}

pub async fn an_address_is_in_no_domain(fixture: &HostListsFixture) {
    fixture.check(&[".example", "192.0.2.1"], &["192.0.2.1"], &["1.192.0.2"]);
}

pub async fn a_host_on_both_lists_is_blocked(fixture: &HostListsFixture) {
    let lists = (fixture.load)(Some(&["a.example"]), &["a.example", ".b.example"]);
    assert_eq!(lists.find("a.example"), Some(HostList::Blocked));
    assert_eq!(lists.find("www.b.example"), Some(HostList::Shorteners));
    assert_eq!(lists.find("c.example"), None);
}

pub async fn a_list_of_nothing_is_a_list(fixture: &HostListsFixture) {
    let none = (fixture.load)(None, &["a.example"]);
    assert_eq!(none.blocked_version(), None);
    assert_eq!(none.find("a.example"), Some(HostList::Shorteners));
    assert!(fixture.blocked(&[]).blocked_version().is_some());
}

pub async fn a_version_identifies_the_blocked_hosts(fixture: &HostListsFixture) {
    let version = |hosts: &[&str]| fixture.blocked(hosts).blocked_version();
    let known = version(&["a.example", "b.example"]);
    assert_eq!(version(&["b.example", "a.example"]), known);
    for other in [
        &["a.example"][..],
        &["a.example", ".b.example"],
        &["a.example", "b.example", "c.example"],
    ] {
        assert_ne!(version(other), known, "{other:?}");
    }
    let beside = (fixture.load)(Some(&["a.example", "b.example"]), &["c.example"]);
    assert_eq!(beside.blocked_version(), known);
}
