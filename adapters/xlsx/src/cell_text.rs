//! Texts that cells can hold.

use std::borrow::Cow;

/// The longest text of a cell, in UTF-16 units.
const MAX_UNITS: usize = 32_767;

/// The text with characters that XML or Excel does not allow replaced by U+FFFD, cut to the length that Excel allows.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    let text = if text.contains(is_forbidden) {
        Cow::Owned(text.replace("\r\n", "\n").replace(is_forbidden, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    };
    // A text has no more units than bytes.
    if text.len() <= MAX_UNITS {
        return text;
    }
    match shortened(&text, MAX_UNITS) {
        Cow::Borrowed(_) => text,
        Cow::Owned(short) => Cow::Owned(short),
    }
}

/// At most `units` UTF-16 units of the text, ending in an ellipsis if it is cut.
pub(crate) fn shortened(text: &str, units: usize) -> Cow<'_, str> {
    let mut used = 0;
    let mut end = 0;
    for (index, character) in text.char_indices() {
        used += character.len_utf16();
        if used < units {
            end = index + character.len_utf8();
        }
        if used > units {
            return Cow::Owned(format!("{}…", &text[..end]));
        }
    }
    Cow::Borrowed(text)
}

/// Control characters except tabs and line breaks, and noncharacters (XML 1.0, 2.2).
fn is_forbidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n'))
        || matches!(character, '\u{fffe}' | '\u{ffff}')
}
