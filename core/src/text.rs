//! What names, titles and tags have in common: one spelling of what looks alike, a length, and no control characters.

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization;

/// The rule that a short text breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but space, or too much.
    #[error("must have 1 to {most} characters")]
    Length {
        /// The most characters.
        most: usize,
    },
    /// A tab, a line break or the like.
    #[error("must not contain control characters")]
    Control,
}

/// A text of one line in NFC, without space around it: 1 to `most` characters.
pub(crate) fn parse_line(text: &str, most: usize) -> Result<String, TextError> {
    let text = parse_lines(text, most)?;
    if text.chars().any(char::is_control) {
        return Err(TextError::Control);
    }
    Ok(text)
}

/// The same of one line or several.
pub(crate) fn parse_lines(text: &str, most: usize) -> Result<String, TextError> {
    let text: String = text.trim().nfc().collect();
    let breaks = |char: char| char.is_control() && !matches!(char, '\n' | '\r' | '\t');
    match text.chars().count() {
        chars if (1..=most).contains(&chars) && text.chars().any(breaks) => Err(TextError::Control),
        chars if (1..=most).contains(&chars) => Ok(text),
        _ => Err(TextError::Length { most }),
    }
}

/// Defines a text that keeps a rule: its name, how it is read, and the most characters that it has.
macro_rules! text {
    ($(#[$about:meta])* $name:ident, $parse:ident, $most:literal) => {
        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters.
            pub const MAX_CHARS: usize = $most;

            /// Reads what somebody typed.
            pub fn parse(text: &str) -> Result<Self, crate::text::TextError> {
                crate::text::$parse(text, Self::MAX_CHARS).map(Self)
            }

            /// Takes a text from a store, as it is.
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

/// What two texts have in common that differ by case alone (Unicode's full case folding, in NFC). Databases fold by their own
/// lights, each differently, so they are given what is folded already.
pub(crate) fn fold(text: &str) -> String {
    let normal: String = text.nfc().collect();
    UniCase::new(normal).to_folded_case().nfc().collect()
}
