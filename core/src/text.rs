//! What names, titles and tags have in common: normalised spelling, a length, and no control characters.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// The rule that a short text violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Empty, only whitespace, or too long.
    #[error("must have 1 to {max} characters")]
    Length {
        /// The maximum number of characters.
        max: usize,
    },
    /// A tab, a line break or another control character.
    #[error("must not contain control characters")]
    Control,
}

/// A single line in NFC, without surrounding whitespace: 1 to `max` characters.
pub(crate) fn parse_line(text: &str, max: usize) -> Result<String, TextError> {
    let text = parse_lines(text, max)?;
    if text.chars().any(char::is_control) {
        return Err(TextError::Control);
    }
    Ok(text)
}

/// The same with one line or several.
pub(crate) fn parse_lines(text: &str, max: usize) -> Result<String, TextError> {
    let text: String = text.trim().nfc().collect();
    let breaks = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    match text.chars().count() {
        chars if (1..=max).contains(&chars) && text.chars().any(breaks) => Err(TextError::Control),
        chars if (1..=max).contains(&chars) => Ok(text),
        _ => Err(TextError::Length { max }),
    }
}

/// Defines a validated text type: its name, its parser, and its maximum number of characters.
macro_rules! text {
    ($(#[$about:meta])* $name:ident, $parse:ident, $max:literal) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The maximum number of characters.
            pub const MAX_CHARS: usize = $max;

            /// Parses a text.
            pub fn parse(text: &str) -> Result<Self, crate::text::TextError> {
                crate::text::$parse(text, Self::MAX_CHARS).map(Self)
            }

            /// From a store, unchecked.
            #[must_use]
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }

            /// The text, as typed.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

pub(crate) use text;

/// The form in which texts that differ only in case are equal (Unicode's full case folding, in NFC). Databases fold differently
/// from each other, so they store the folded text.
pub(crate) fn fold(text: &str) -> String {
    let normal: String = text.nfc().collect();
    UniCase::new(normal).to_folded_case().nfc().collect()
}
