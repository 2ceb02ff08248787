//! Detecting a file's encoding and delimiter from its beginning.

use crate::error::FileError;
use crate::text::without_bom;

const UTF16_BOMS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// The first is the default if none is present.
const DELIMITERS: [u8; 3] = *b",;\t";

/// The dialect of a file.
pub(super) struct Dialect<'f> {
    /// The text without its byte order mark.
    pub(super) text: &'f [u8],
    /// The delimiter of its cells.
    pub(super) delimiter: u8,
    /// Whether a line before the header names the delimiter.
    pub(super) is_named: bool,
}

pub(super) fn sniff(file: &[u8]) -> Result<Dialect<'_>, FileError> {
    if UTF16_BOMS.iter().any(|bom| file.starts_with(bom)) {
        return Err(FileError::Utf16);
    }
    let text = without_bom(file);
    let named = named_delimiter(text);
    let delimiter = named.map_or_else(|| most_frequent(text), Ok)?;
    Ok(Dialect {
        text,
        delimiter,
        is_named: named.is_some(),
    })
}

/// The delimiter that a first line such as `sep=;` names. Excel understands such a line, and some programs write it.
fn named_delimiter(text: &[u8]) -> Option<u8> {
    let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let quoted = line.strip_prefix(b"\"");
    let quoted = quoted.and_then(|line| line.strip_suffix(b"\""));
    let line = quoted.unwrap_or(line);
    let (name, delimiter) = line.split_at_checked(4)?;
    match delimiter {
        [byte] if name.eq_ignore_ascii_case(b"sep=") && is_delimiter(*byte) => Some(*byte),
        _ => None,
    }
}

fn is_delimiter(byte: u8) -> bool {
    byte == b'\t' || byte.is_ascii_punctuation() && byte != b'"'
}

/// The delimiter that is most frequent in the header line.
fn most_frequent(text: &[u8]) -> Result<u8, FileError> {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in text.trim_ascii_start() {
        match byte {
            // UTF-16 without a byte order mark.
            0 => return Err(FileError::Utf16),
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                if let Some(index) = DELIMITERS.iter().position(|known| known == byte) {
                    counts[index] += 1;
                }
            }
            _ => {}
        }
    }
    let most = counts.iter().max();
    let used = counts.iter().position(|count| Some(count) == most);
    Ok(DELIMITERS[used.unwrap_or(0)])
}
