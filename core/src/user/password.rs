use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A password in clear, in NFC; wiped from memory when dropped, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

/// The rule that a password violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`Password::MIN_CHARS`] characters.
    #[error("must have at least {} characters", Password::MIN_CHARS)]
    TooShort,
    /// More than [`Password::MAX_CHARS`] characters.
    #[error("must have at most {} characters", Password::MAX_CHARS)]
    TooLong,
    /// A control character, such as NUL or a line break.
    #[error("must not contain control characters")]
    ControlCharacter,
    /// No `a` to `z`.
    #[error("must contain a lowercase letter from a to z")]
    NoLowercase,
    /// No `A` to `Z`.
    #[error("must contain an uppercase letter from A to Z")]
    NoUppercase,
    /// No `0` to `9`.
    #[error("must contain a digit from 0 to 9")]
    NoDigit,
}

impl Password {
    /// The minimum number of characters, after NFC.
    pub const MIN_CHARS: usize = 8;
    /// The maximum number of characters, after NFC; longer passwords are refused, never truncated (OWASP Password Storage).
    pub const MAX_CHARS: usize = 256;

    /// Parses a new password by the rules: 8 to 256 characters, at least one each of `a-z`, `A-Z`, `0-9`, and no control
    /// characters. Any other character is allowed.
    ///
    /// ```
    /// use korotko_core::user::{Password, PasswordError};
    ///
    /// assert!(Password::parse("Abcdefg1").is_ok());
    /// assert_eq!(Password::parse("abcdefg1").unwrap_err(), PasswordError::NoUppercase);
    /// ```
    pub fn parse(text: &str) -> Result<Self, PasswordError> {
        let password = Self::parse_existing(text)?;
        let has = |wanted: fn(&u8) -> bool| password.as_bytes().iter().any(wanted);
        if password.0.chars().count() < Self::MIN_CHARS {
            Err(PasswordError::TooShort)
        } else if !has(u8::is_ascii_lowercase) {
            Err(PasswordError::NoLowercase)
        } else if !has(u8::is_ascii_uppercase) {
            Err(PasswordError::NoUppercase)
        } else if !has(u8::is_ascii_digit) {
            Err(PasswordError::NoDigit)
        } else {
            Ok(password)
        }
    }

    /// Parses a password to be verified: only what could never have been hashed is refused, so that older passwords stay valid
    /// when the rules for new ones change.
    pub fn parse_existing(text: &str) -> Result<Self, PasswordError> {
        // NFC composes at most three characters into one, so this bounds the work before it is done.
        if text.len() > Self::MAX_CHARS * 16 {
            return Err(PasswordError::TooLong);
        }
        let normal: Zeroizing<String> = Zeroizing::new(text.nfc().collect());
        if normal.chars().count() > Self::MAX_CHARS {
            return Err(PasswordError::TooLong);
        }
        // PBKDF2 pads its key with zeros, so `P` and `P\0` would have the same hash.
        if normal.chars().any(char::is_control) {
            return Err(PasswordError::ControlCharacter);
        }
        Ok(Self(normal))
    }

    /// The bytes to hash: UTF-8 of the NFC form.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// The salted hash of a password, as a PHC string (`$pbkdf2-sha256$i=600000$<salt>$<hash>`).
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// From a hasher or a store, unchecked.
    #[must_use]
    pub fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    #[must_use]
    pub fn as_phc(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}
