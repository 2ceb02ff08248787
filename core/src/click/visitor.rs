use std::fmt;
use std::net::IpAddr;

use ring::hmac;

use super::Day;

/// Tells one person's clicks from another's within a day (UTC), and says nothing else: an HMAC-SHA256 of the network address
/// and the user agent, cut to 64 bits, under a salt that exists for that day alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitorHash(pub i64);

/// The salt of a day: 32 random bytes, the same on all nodes, gone when the day is over. Without it a [`VisitorHash`] cannot be
/// led back to an address, nor compared with that of another day.
#[derive(Clone)]
pub struct VisitorSalt {
    day: Day,
    bytes: [u8; Self::LENGTH],
    key: hmac::Key,
}

impl VisitorSalt {
    /// How many bytes it has.
    pub const LENGTH: usize = 32;

    /// The salt of `day`.
    #[must_use]
    pub fn new(day: Day, bytes: [u8; Self::LENGTH]) -> Self {
        Self {
            day,
            bytes,
            key: hmac::Key::new(hmac::HMAC_SHA256, &bytes),
        }
    }

    /// Of which day it is.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// Its bytes, to be stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.bytes
    }

    /// Who this is today.
    #[must_use]
    pub fn hash(&self, address: IpAddr, user_agent: &str) -> VisitorHash {
        let mut context = hmac::Context::with_key(&self.key);
        match address.to_canonical() {
            IpAddr::V4(address) => context.update(&address.octets()),
            IpAddr::V6(address) => context.update(&address.octets()),
        }
        context.update(user_agent.as_bytes());
        let tag = context.sign();
        let mut first = [0; 8];
        first.copy_from_slice(&tag.as_ref()[..8]);
        VisitorHash(i64::from_be_bytes(first))
    }
}

/// Two of one day are the same.
impl PartialEq for VisitorSalt {
    fn eq(&self, other: &Self) -> bool {
        self.day == other.day && self.bytes == other.bytes
    }
}

impl Eq for VisitorSalt {}

impl fmt::Debug for VisitorSalt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VisitorSalt")
            .field("day", &self.day)
            .finish_non_exhaustive()
    }
}
