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

/// What two texts have in common that differ by case alone (Unicode's full case folding, in NFC). Databases fold by their own
/// lights, each differently, so they are given what is folded already.
pub(crate) fn fold(text: &str) -> String {
    let normal: String = text.nfc().collect();
    UniCase::new(normal).to_folded_case().nfc().collect()
}
