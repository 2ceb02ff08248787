//! How a file is written, told from its header line.

use crate::error::FileError;

const UTF8_BOM: &[u8] = b"\xef\xbb\xbf";
const UTF16_BOMS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// The first is meant when none of them is there.
const DELIMITERS: [u8; 3] = *b",;\t";

/// The text of a file behind the mark of its encoding, and what stands between its cells.
pub(crate) fn sniff(file: &[u8]) -> Result<(&[u8], u8), FileError> {
    if UTF16_BOMS.iter().any(|bom| file.starts_with(bom)) {
        return Err(FileError::Utf16);
    }
    let text = file.strip_prefix(UTF8_BOM).unwrap_or(file);
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    let lines = text.trim_ascii_start();
    for byte in lines {
        match byte {
            // UTF-16 without its mark.
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
    Ok((text, DELIMITERS[used.unwrap_or(0)]))
}
