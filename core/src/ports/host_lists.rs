/// A list of hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HostList {
    /// No link may lead to these hosts, and existing links to them are blocked.
    Blocked,
    /// The hosts of URL shorteners, which would hide where a link leads. Existing links to them stay.
    Shorteners,
}

impl HostList {
    /// The list's name, as in the log.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Blocked => "blocked-hosts",
            Self::Shorteners => "shortener-hosts",
        }
    }
}

/// The lists of hosts in memory. They may change at any time.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait HostLists: Send + Sync {
    /// The list that contains this host, or a domain that it is in; the list of blocked hosts first. The host is in the form of
    /// [`TargetUrl::host`](crate::link::TargetUrl::host).
    fn find(&self, host: &str) -> Option<HostList>;

    /// A number that identifies the content of the list of blocked hosts; `None` if there is no such list.
    fn blocked_version(&self) -> Option<u64>;
}

/// No lists.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHostLists;

impl HostLists for NoHostLists {
    fn find(&self, _: &str) -> Option<HostList> {
        None
    }

    fn blocked_version(&self) -> Option<u64> {
        None
    }
}
