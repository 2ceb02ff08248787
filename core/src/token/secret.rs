use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::ports::{Random, RandomError};

/// A signing key: 32 random bytes or more. Wiped from memory when dropped, and never shown.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// The text is not a valid secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Not base64 (RFC 4648 4).
    #[error("is not base64; generate one with `openssl rand -base64 32`")]
    NotBase64,
    /// Fewer than [`Secret::MIN_BYTES`] bytes.
    #[error(
        "has fewer than {} bytes; generate one with `openssl rand -base64 32`",
        Secret::MIN_BYTES
    )]
    TooShort,
}

impl Secret {
    /// The minimum number of bytes: the output size of SHA-256 (RFC 7518 3.2).
    pub const MIN_BYTES: usize = 32;

    /// Generates a secret from `random`. If it is not stored, every session ends with the process.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        let mut bytes = Zeroizing::new(vec![0; Self::MIN_BYTES]);
        random.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Parses the base64 of a secret, as `openssl rand -base64 32` prints it.
    pub fn from_base64(text: &str) -> Result<Self, SecretError> {
        let bytes = STANDARD
            .decode(text.trim())
            .map_err(|_| SecretError::NotBase64)?;
        Self::from_bytes(bytes)
    }

    /// From the bytes themselves.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, SecretError> {
        let bytes = Zeroizing::new(bytes);
        if bytes.len() < Self::MIN_BYTES {
            return Err(SecretError::TooShort);
        }
        Ok(Self(bytes))
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
