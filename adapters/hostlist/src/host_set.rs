use std::fmt;
use std::hash::{DefaultHasher, Hasher};
use std::net::IpAddr;

/// Hosts and domains, as sorted hashes.
#[derive(Default)]
pub struct HostSet(Vec<u64>);

/// The longest name that can be resolved (RFC 1035 2.3.4, without the dot at the end). What is longer may have a thousand labels.
const MAX_NAME: usize = 253;

/// Separates the hashes of domains from those of hosts; no host contains it.
const DOMAIN: u8 = b'/';

/// The hash of a host.
pub(crate) fn of_host(host: &[u8]) -> u64 {
    // It has no key, so that all nodes have the same hashes. Whoever finds a host with the hash of another one has only blocked it.
    let mut hasher = DefaultHasher::new();
    hasher.write(host);
    hasher.finish()
}

/// The hash of a domain with everything below it.
pub(crate) fn of_domain(domain: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(domain);
    hasher.write_u8(DOMAIN);
    hasher.finish()
}

impl HostSet {
    /// The set of these hashes, in any order.
    pub(crate) fn new(mut hashes: Vec<u64>) -> Self {
        hashes.sort_unstable();
        hashes.dedup();
        hashes.shrink_to_fit();
        Self(hashes)
    }

    /// Whether a host, or a domain that it is in, is in the set. The host is in its canonical form: in lower case, in ASCII, and
    /// without a dot at the end.
    #[must_use]
    pub fn contains(&self, host: &str) -> bool {
        if self.0.is_empty() || host.len() > MAX_NAME {
            return false;
        }
        self.has(of_host(host.as_bytes())) || is_name(host) && self.has_domain_of(host)
    }

    fn has_domain_of(&self, host: &str) -> bool {
        let mut rest = Some(host);
        while let Some(domain) = rest {
            if self.has(of_domain(domain.as_bytes())) {
                return true;
            }
            rest = domain.split_once('.').map(|(_, above)| above);
        }
        false
    }

    fn has(&self, hash: u64) -> bool {
        self.0.binary_search(&hash).is_ok()
    }

    /// The number of hosts and domains.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number that differs for different sets, the same in all processes of this version.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.iter().for_each(|hash| hasher.write_u64(*hash));
        hasher.finish()
    }
}

/// Whether a host is a name, which has domains, and not an address.
fn is_name(host: &str) -> bool {
    host.parse::<IpAddr>().is_err()
}

impl fmt::Debug for HostSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostSet")
            .field("len", &self.0.len())
            .finish_non_exhaustive()
    }
}
