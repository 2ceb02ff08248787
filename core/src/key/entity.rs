use std::fmt;

use super::KeyScopes;
use crate::id::{KeyId, UserId};
use crate::ports::Timestamp;
use crate::text::text;

/// An API key, as far as it is stored: who presents the secret of it acts for its owner, within its scopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Never reused.
    pub id: KeyId,
    /// The owner.
    pub owner: UserId,
    /// The name.
    pub name: KeyName,
    /// The first characters of the secret, by which the owner recognises it.
    pub prefix: String,
    /// What it may be used for.
    pub scopes: KeyScopes,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, as recorded at most once in [`USE_INTERVAL`](super::USE_INTERVAL).
    pub last_used_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ApiKey {
    /// Whether the key has expired.
    #[must_use]
    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

text! {
    /// The name of a key: one line in NFC.
    KeyName, parse_line, 100
}

/// The SHA-256 of a key's secret. The secret has 256 random bits, so that a slow hash or a salt would add nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyHash(pub [u8; 32]);

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyHash(…)")
    }
}
