use std::fmt;

use ring::digest::{SHA256, digest};
use zeroize::Zeroizing;

use super::KeyHash;
use crate::alphanumeric::{self, ALPHABET};
use crate::ports::{Random, RandomError};

/// How every key begins, so that people and scanners for leaked secrets recognise one.
const PREFIX: &str = "kor_";
/// 62^43 > 2^256: as many random letters and digits have 256 bits.
const RANDOM_CHARS: usize = 43;
/// 62^6 > 2^32: so many letters and digits hold 32 bits.
const CHECKSUM_CHARS: usize = 6;
/// How many random characters are shown; 220 random bits stay hidden.
const SHOWN_CHARS: usize = 6;

/// The secret of an API key: `kor_`, 43 random letters and digits, and a checksum of 6. Wiped from memory when dropped, and not
/// shown unless asked for.
#[derive(Clone)]
pub struct KeySecret(Zeroizing<String>);

impl KeySecret {
    /// Whether a bearer token claims to be an API key; no JWT begins like one.
    #[must_use]
    pub fn is_claimed_by(token: &str) -> bool {
        token.starts_with(PREFIX)
    }

    /// Generates a secret from `random`.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        let characters = Zeroizing::new(alphanumeric::generate(random, RANDOM_CHARS)?);
        let mut text = Zeroizing::new(String::with_capacity(
            PREFIX.len() + RANDOM_CHARS + CHECKSUM_CHARS,
        ));
        text.push_str(PREFIX);
        text.push_str(&characters);
        let checksum = checksum(&text);
        text.push_str(&checksum);
        Ok(Self(text))
    }

    /// Parses a secret; `None` if its form or checksum is wrong, so that it never was a key.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let characters = text.strip_prefix(PREFIX)?;
        let is_formed = characters.len() == RANDOM_CHARS + CHECKSUM_CHARS
            && characters.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_formed {
            return None;
        }
        let (checked, given) = text.split_at(text.len() - CHECKSUM_CHARS);
        (checksum(checked) == given).then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The secret itself, to be shown once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The first characters, by which its owner recognises the key.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.0[..PREFIX.len() + SHOWN_CHARS]
    }

    /// What is stored to find the key by.
    #[must_use]
    pub fn hash(&self) -> KeyHash {
        let mut hash = [0; 32];
        hash.copy_from_slice(digest(&SHA256, self.0.as_bytes()).as_ref());
        KeyHash(hash)
    }
}

impl fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeySecret(…)")
    }
}

/// The first 32 bits of the SHA-256, as letters and digits. It detects a mistyped or cut-off key, and proves nothing.
fn checksum(text: &str) -> String {
    let digest = digest(&SHA256, text.as_bytes());
    let first = digest.as_ref().iter().take(4);
    let mut rest = first.fold(0, |number: usize, byte| number << 8 | usize::from(*byte));
    let mut characters = String::with_capacity(CHECKSUM_CHARS);
    for _ in 0..CHECKSUM_CHARS {
        characters.push(char::from(ALPHABET[rest % ALPHABET.len()]));
        rest /= ALPHABET.len();
    }
    characters
}
