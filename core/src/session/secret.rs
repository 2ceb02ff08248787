use std::fmt;

use ring::digest::{SHA256, digest};
use zeroize::Zeroizing;

use super::SessionHash;
use crate::alphanumeric;
use crate::ports::{Random, RandomError};

/// 62^43 > 2^256: as many random letters and digits have 256 bits. (OWASP ASVS 5.0, 7.2.3, requires 128.)
const CHARS: usize = 43;

/// The secret of a session, a reference token: 43 random letters and digits, which say nothing of the user. Wiped from memory when
/// dropped, and not shown unless asked for.
#[derive(Clone)]
pub struct SessionSecret(Zeroizing<String>);

impl SessionSecret {
    /// Generates a secret from `random`.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        alphanumeric::generate(random, CHARS).map(|text| Self(Zeroizing::new(text)))
    }

    /// Parses a secret; `None` if its form is wrong, so that it never was one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_formed =
            text.len() == CHARS && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_formed.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The secret itself, for the browser alone.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored to find the session by.
    #[must_use]
    pub fn hash(&self) -> SessionHash {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, self.0.as_bytes()).as_ref());
        SessionHash(hash)
    }
}

impl fmt::Debug for SessionSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionSecret(…)")
    }
}
