/// The byte order mark, which some programs write before UTF-8.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// The longest name that an error quotes, in characters.
const MAX_NAME: usize = 64;

/// The text without its byte order mark, if it has one.
pub(crate) fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(BOM).unwrap_or(text)
}

/// An unknown name as an error quotes it: shortened, without control characters.
pub(crate) fn quoted_name(name: &str) -> String {
    let printable = name.chars().filter(|char| !char.is_control());
    printable.take(MAX_NAME).collect()
}

/// Whether a text begins as a target does.
pub(crate) fn is_url(text: &[u8]) -> bool {
    let starts = |scheme: &[u8]| {
        let start = text.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    starts(b"http://") || starts(b"https://")
}
