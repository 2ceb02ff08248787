use std::fmt;
use std::net::IpAddr;

use ring::hmac;

use super::Day;

/// Distinguishes one person's clicks from another's within a day (UTC), and nothing else: an HMAC-SHA256 of the network address
/// and the user agent, truncated to 64 bits, with a salt that exists for that day alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VisitorHash(pub i64);

/// The salt of a day: 32 random bytes, the same on all nodes, deleted when the day is over. Without it a [`VisitorHash`] cannot
/// be traced back to an address, nor compared with that of another day.
#[derive(Clone)]
pub struct VisitorSalt {
    day: Day,
    bytes: [u8; Self::LENGTH],
    key: hmac::Key,
}

impl VisitorSalt {
    /// The number of bytes.
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

    /// The day of the salt.
    #[must_use]
    pub fn day(&self) -> Day {
        self.day
    }

    /// The bytes, to be stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.bytes
    }

    /// The hash of a visitor.
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

/// Salts with the same day and bytes are equal.
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
