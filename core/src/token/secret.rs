use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::ports::{Random, RandomError};

/// Bytes to sign with: 32 or more, from a random generator. Wiped from memory when dropped, and never shown.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

/// The text is no secret to sign with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// Not base64 (RFC 4648 4).
    #[error("is not base64; make one with `openssl rand -base64 32`")]
    NotBase64,
    /// Fewer than [`Secret::MIN_BYTES`] bytes.
    #[error(
        "has fewer than {} bytes; make one with `openssl rand -base64 32`",
        Secret::MIN_BYTES
    )]
    TooShort,
}

impl Secret {
    /// The fewest bytes: as many as the output of SHA-256 has (RFC 7518 3.2).
    pub const MIN_BYTES: usize = 32;

    /// A new secret from `random`. Who keeps it nowhere ends every session with the program.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        let mut bytes = Zeroizing::new(vec![0; Self::MIN_BYTES]);
        random.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// Reads the base64 of a secret, as `openssl rand -base64 32` prints it.
    pub fn from_base64(text: &str) -> Result<Self, SecretError> {
        let bytes = STANDARD
            .decode(text.trim())
            .map_err(|_| SecretError::NotBase64)?;
        Self::from_bytes(bytes)
    }

    /// Takes the bytes themselves.
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
