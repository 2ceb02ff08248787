use std::fmt;

use ring::hmac;

use super::Policy;
use crate::token::Secret;

/// Separates this use of the secret from every other.
const CONTEXT: &[u8] = b"korotko: rate limits: ";

/// What a rate limiter distinguishes: a policy and a subject, such as a network, as a hash under a secret. So a limiter knows no
/// address, and nobody can find two networks that share a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RateKey([u8; Self::LENGTH]);

impl RateKey {
    /// The number of bytes.
    pub const LENGTH: usize = 16;

    /// From its bytes, which must be as unpredictable as a hash.
    #[must_use]
    pub fn from_bytes(bytes: [u8; Self::LENGTH]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; Self::LENGTH] {
        &self.0
    }
}

impl fmt::Debug for RateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RateKey(…)")
    }
}

/// Makes keys.
pub(super) struct RateKeys(hmac::Key);

impl RateKeys {
    /// The keys under a secret that all nodes share.
    pub(super) fn new(secret: &Secret) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// The key of a subject, in parts.
    pub(super) fn key(&self, policy: Policy, subject: &[&[u8]]) -> RateKey {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(CONTEXT);
        context.update(policy.name().as_bytes());
        for part in subject {
            // The lengths keep parts apart.
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        let tag = context.sign();
        let mut bytes = [0; RateKey::LENGTH];
        bytes.copy_from_slice(&tag.as_ref()[..RateKey::LENGTH]);
        RateKey(bytes)
    }
}
