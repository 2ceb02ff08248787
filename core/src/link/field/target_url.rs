use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use url::{Host, Url};

/// The target of a link: an absolute http or https URL in its serialised form (WHATWG URL), which is ASCII without control
/// characters, so that it is a valid `Location` field as it is. Clones share the text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TargetUrl(Arc<str>);

/// The rule that a target violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetUrlError {
    /// Not an absolute URL.
    #[error("is not a complete URL such as https://example.com/page")]
    Malformed,
    /// Another scheme than http or https.
    #[error("must begin with http:// or https://")]
    Scheme,
    /// Contains a user name or a password.
    #[error("must not contain a user name or password")]
    Credentials,
    /// Longer than [`TargetUrl::MAX_BYTES`] once serialised.
    #[error("must have at most {} bytes once encoded", TargetUrl::MAX_BYTES)]
    TooLong,
    /// The host is on a list of blocked hosts. Only where there are lists: [`TargetUrl::parse`] knows none.
    #[error("must not lead to a host that is blocked here")]
    Blocked,
    /// The host is a URL shortener, which hides where it leads. Only where there are lists.
    #[error("must not lead to another URL shortener")]
    Shortener,
    /// Leads back to this service.
    #[error("must not lead back to this service")]
    OwnHost,
}

impl TargetUrl {
    /// The maximum length of the serialised form, in bytes.
    pub const MAX_BYTES: usize = 2048;

    /// Parses a target; `own` is the public URL of this service, to whose host no link may lead, on any port.
    ///
    /// ```
    /// use korotko_core::link::{TargetUrl, TargetUrlError};
    ///
    /// let own = url::Url::parse("https://short.example/")?;
    /// let target = TargetUrl::parse("https://пример.рф/путь", &own)?;
    /// assert!(target.as_str().is_ascii());
    /// assert_eq!(TargetUrl::parse("//SHORT.example./x", &own), Err(TargetUrlError::Malformed));
    /// assert_eq!(TargetUrl::parse("http://SHORT.example./x", &own), Err(TargetUrlError::OwnHost));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parse(text: &str, own: &Url) -> Result<Self, TargetUrlError> {
        let url = Url::parse(text).map_err(|_| TargetUrlError::Malformed)?;
        // The URL standard drops tabs and line breaks anywhere; they only serve to deceive a reader.
        if text.chars().any(char::is_control) {
            return Err(TargetUrlError::Malformed);
        }
        if !matches!(url.scheme(), "http" | "https") {
            return Err(TargetUrlError::Scheme);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(TargetUrlError::Credentials);
        }
        if url.as_str().len() > Self::MAX_BYTES {
            return Err(TargetUrlError::TooLong);
        }
        if same_host(&url, own) {
            return Err(TargetUrlError::OwnHost);
        }
        Ok(Self(url.as_str().into()))
    }

    /// From a store, unchecked.
    #[must_use]
    pub fn from_stored(serialised: String) -> Self {
        Self(serialised.into())
    }

    /// The host in a form without differences in spelling: a name in lower case, in ASCII, and without a dot at the end; an address
    /// without brackets, and IPv4 as such. `None` for what is no URL, as that of a tombstone.
    #[must_use]
    pub fn host(&self) -> Option<String> {
        let url = Url::parse(&self.0).ok()?;
        Some(match canonical_host(&url)? {
            Host::Domain(name) => name,
            Host::Ipv4(ip) => ip.to_string(),
            Host::Ipv6(ip) => ip.to_string(),
        })
    }

    /// The serialised form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TargetUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn same_host(url: &Url, own: &Url) -> bool {
    match (canonical_host(url), canonical_host(own)) {
        (Some(host), Some(own)) => host == own || is_loopback(&host) && is_loopback(&own),
        _ => false,
    }
}

/// The host without differences in spelling: a trailing dot, an IPv4 address written as IPv6. (The URL parser folds case, IDNA
/// and the forms of IPv4.)
fn canonical_host(url: &Url) -> Option<Host<String>> {
    Some(match url.host()? {
        Host::Domain(name) => Host::Domain(name.trim_end_matches('.').to_owned()),
        Host::Ipv4(ip) => Host::Ipv4(ip),
        Host::Ipv6(ip) => match ip.to_canonical() {
            IpAddr::V4(ip) => Host::Ipv4(ip),
            IpAddr::V6(ip) => Host::Ipv6(ip),
        },
    })
}

fn is_loopback(host: &Host<String>) -> bool {
    match host {
        Host::Domain(name) => name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(ip) => ip.is_loopback() || ip.is_unspecified(),
        Host::Ipv6(ip) => ip.is_loopback() || ip.is_unspecified(),
    }
}
