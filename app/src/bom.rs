//! The byte order mark, which some programs put before UTF-8, and which is none of the text (RFC 8259 8.1).

const BOM: &[u8] = b"\xef\xbb\xbf";

/// The same text without a mark.
pub(crate) fn without(text: &[u8]) -> &[u8] {
    text.strip_prefix(BOM).unwrap_or(text)
}
