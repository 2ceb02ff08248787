/// The byte order mark, which some programs put before UTF-8, and which is none of the text.
pub(crate) const BOM: &[u8] = b"\xef\xbb\xbf";

/// The longest name of an unknown column that is repeated, in characters.
const MAX_NAME: usize = 64;

/// The same text without a mark.
pub(crate) fn without_bom(text: &[u8]) -> &[u8] {
    text.strip_prefix(BOM).unwrap_or(text)
}

/// As much of an unknown name as can be repeated.
pub(crate) fn shown(name: &str) -> String {
    let shown = name.chars().filter(|char| !char.is_control());
    shown.take(MAX_NAME).collect()
}
