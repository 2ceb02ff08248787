//! Texts as cells can hold them.

use std::borrow::Cow;

/// The most that Excel takes in a cell, in UTF-16 units.
const MAX_UNITS: usize = 32_767;

/// The text without characters that XML or Excel does not take, which are shown as U+FFFD, and no longer than Excel takes.
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

/// At most `units` UTF-16 units of the text, with an ellipsis in the place of what is cut off.
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

/// All control characters but tabs and line breaks, and what is no character (XML 1.0, 2.2).
fn is_forbidden(character: char) -> bool {
    (character.is_control() && !matches!(character, '\t' | '\n'))
        || matches!(character, '\u{fffe}' | '\u{ffff}')
}
