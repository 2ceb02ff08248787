use std::num::NonZeroU32;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use ring::pbkdf2;
use subtle::ConstantTimeEq;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

/// A PBKDF2-HMAC-SHA256 hash in the PHC string format: `$pbkdf2-sha256$i=600000,l=32$<salt>$<hash>`.
pub(crate) struct Phc {
    pub(crate) iterations: NonZeroU32,
    salt: Vec<u8>,
    hash: Vec<u8>,
}

impl Phc {
    /// Computes the hash: slow by intent.
    pub(crate) fn derive(password: &[u8], salt: [u8; SALT_BYTES], iterations: NonZeroU32) -> Self {
        Self {
            iterations,
            hash: pbkdf2_hash(password, &salt, iterations),
            salt: salt.to_vec(),
        }
    }

    /// Whether this is the hash of `password`: as slow, and compared in constant time.
    pub(crate) fn matches(&self, password: &[u8]) -> bool {
        let candidate = pbkdf2_hash(password, &self.salt, self.iterations);
        candidate.ct_eq(&self.hash).into()
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("$pbkdf2-sha256$i=")?.split('$');
        let iterations = parts.next()?.strip_suffix(",l=32")?.parse().ok()?;
        let salt = STANDARD_NO_PAD.decode(parts.next()?).ok()?;
        let hash = STANDARD_NO_PAD.decode(parts.next()?).ok()?;
        let whole = parts.next().is_none() && salt.len() == SALT_BYTES && hash.len() == HASH_BYTES;
        whole.then_some(Self {
            iterations,
            salt,
            hash,
        })
    }

    pub(crate) fn write(&self) -> String {
        let salt = STANDARD_NO_PAD.encode(&self.salt);
        let hash = STANDARD_NO_PAD.encode(&self.hash);
        format!("$pbkdf2-sha256$i={},l=32${salt}${hash}", self.iterations)
    }
}

fn pbkdf2_hash(password: &[u8], salt: &[u8], iterations: NonZeroU32) -> Vec<u8> {
    let mut hash = vec![0; HASH_BYTES];
    let algorithm = pbkdf2::PBKDF2_HMAC_SHA256;
    pbkdf2::derive(algorithm, iterations, salt, password, &mut hash);
    hash
}
