use std::fmt;

use url::{Host, Url};

/// The maximum length of a host in bytes: that of DNS (RFC 1035 2.3.4).
const MAX_HOST: usize = 253;

/// The host of the page that a click came from, in lower case. Nothing else of the `Referer` (RFC 9110 10.1.3) is stored,
/// because paths and queries may identify people.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Referrer(String);

impl Referrer {
    /// The host of a `Referer` field; `None` when it has none, or when the host is an IP address.
    ///
    /// ```
    /// use korotko_core::click::Referrer;
    ///
    /// let host = |header| Referrer::from_header(header).map(|host| host.to_string());
    /// assert_eq!(host("https://News.Example.com/a?q=secret").as_deref(), Some("news.example.com"));
    /// assert_eq!(host("android-app://org.telegram.messenger/").as_deref(), Some("org.telegram.messenger"));
    /// assert_eq!(host("about:blank"), None);
    /// assert_eq!(host("http://192.0.2.1/"), None);
    /// ```
    #[must_use]
    pub fn from_header(header: &str) -> Option<Self> {
        let url = Url::parse(header.trim()).ok()?;
        let host = url.host_str()?;
        // An IP address may be that of a private machine, and means nothing to others.
        let named = matches!(Host::parse(host), Ok(Host::Domain(_)));
        Self::from_host(host).filter(|_| named)
    }

    /// A stored host; `None` when it is malformed.
    #[must_use]
    pub fn from_host(host: &str) -> Option<Self> {
        let fits = (1..=MAX_HOST).contains(&host.len());
        let plain = host
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'*');
        (fits && plain).then(|| Self(host.to_ascii_lowercase()))
    }

    /// The host.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Referrer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
