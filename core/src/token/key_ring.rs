use std::fmt::Write;

use jsonwebtoken::{DecodingKey, EncodingKey};
use ring::digest;

use super::Secret;

/// A key with its id in the token header (`kid`).
struct Key {
    kid: String,
    signs: EncodingKey,
    verifies: DecodingKey,
}

/// The keys of JWTs: the first signs, all verify, so that a key can be rotated without ending sessions.
pub(super) struct KeyRing {
    first: Key,
    others: Vec<Key>,
}

impl KeyRing {
    pub(super) fn new(first: &Secret, others: &[Secret]) -> Self {
        Self {
            first: Key::new(first),
            others: others.iter().map(Key::new).collect(),
        }
    }

    /// The id and the key to sign with.
    pub(super) fn signing(&self) -> (&str, &EncodingKey) {
        (&self.first.kid, &self.first.signs)
    }

    /// The key with this id.
    pub(super) fn verifying(&self, kid: &str) -> Option<&DecodingKey> {
        std::iter::once(&self.first)
            .chain(&self.others)
            .find(|key| key.kid == kid)
            .map(|key| &key.verifies)
    }
}

impl Key {
    fn new(secret: &Secret) -> Self {
        Self {
            kid: fingerprint(secret),
            signs: EncodingKey::from_secret(secret.as_bytes()),
            verifies: DecodingKey::from_secret(secret.as_bytes()),
        }
    }
}

/// 64 bits of a hash: the same on every node, and not reversible to a random secret.
fn fingerprint(secret: &Secret) -> String {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"korotko kid ");
    context.update(secret.as_bytes());
    hex(&context.finish().as_ref()[..8])
}

/// Lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
