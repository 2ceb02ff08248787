use std::fmt;

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// A password in clear, in NFC; wiped from memory when dropped, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(Zeroizing<String>);

/// A rule that a password breaks.
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

    /// Parses a new password under the rules: 8 to 256 characters, at least one each of `a-z`, `A-Z`, `0-9`, and no control
    /// characters. Any other character is allowed. The error lists every broken rule.
    ///
    /// ```
    /// use korotko_core::user::{Password, PasswordError};
    ///
    /// assert!(Password::parse("Abcdefg1").is_ok());
    /// assert_eq!(Password::parse("abcdefgh").unwrap_err(), [PasswordError::NoUppercase, PasswordError::NoDigit]);
    /// ```
    pub fn parse(text: &str) -> Result<Self, Vec<PasswordError>> {
        let normal = normalize(text).map_err(|error| vec![error])?;
        let chars = normal.chars().count();
        let lacks = |wanted: fn(&u8) -> bool| !normal.as_bytes().iter().any(wanted);
        let rules = [
            (chars < Self::MIN_CHARS, PasswordError::TooShort),
            (chars > Self::MAX_CHARS, PasswordError::TooLong),
            (has_control(&normal), PasswordError::ControlCharacter),
            (lacks(u8::is_ascii_lowercase), PasswordError::NoLowercase),
            (lacks(u8::is_ascii_uppercase), PasswordError::NoUppercase),
            (lacks(u8::is_ascii_digit), PasswordError::NoDigit),
        ];
        let broken = rules.into_iter().filter(|(is_broken, _)| *is_broken);
        let broken: Vec<_> = broken.map(|(_, rule)| rule).collect();
        if broken.is_empty() {
            Ok(Self(normal))
        } else {
            Err(broken)
        }
    }

    /// Parses the existing password of a user: only what could never have been hashed is refused, so that older passwords stay
    /// valid when the rules for new ones change.
    pub fn parse_existing(text: &str) -> Result<Self, PasswordError> {
        let normal = normalize(text)?;
        if normal.chars().count() > Self::MAX_CHARS {
            return Err(PasswordError::TooLong);
        }
        if has_control(&normal) {
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

/// The text in NFC, which composes at most three characters into one, so the limit on bytes bounds the work before it is done.
fn normalize(text: &str) -> Result<Zeroizing<String>, PasswordError> {
    if text.len() > Password::MAX_CHARS * 16 {
        return Err(PasswordError::TooLong);
    }
    Ok(Zeroizing::new(text.nfc().collect()))
}

/// PBKDF2 pads its key with zeros, so `P` and `P\0` would have the same hash.
fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
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
