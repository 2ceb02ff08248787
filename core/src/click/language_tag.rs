use std::fmt;

/// A language: the primary subtag of BCP 47, two or three letters in lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageTag([u8; 3]);

impl LanguageTag {
    /// The first language of an `Accept-Language` field (RFC 9110 12.5.4), which clients put first if they prefer it; `None`
    /// when it names none.
    ///
    /// ```
    /// use korotko_core::click::LanguageTag;
    ///
    /// let first = |header| LanguageTag::from_accept_language(header).map(|language| language.to_string());
    /// assert_eq!(first("ru-RU,ru;q=0.9,en;q=0.8").as_deref(), Some("ru"));
    /// assert_eq!(first("*"), None);
    /// ```
    #[must_use]
    pub fn from_accept_language(header: &str) -> Option<Self> {
        // By bytes, which is faster than by characters.
        let ends = |byte| matches!(byte, b',' | b';' | b'-' | b'_');
        let end = header.bytes().position(ends);
        Self::from_code(header[..end.unwrap_or(header.len())].trim_ascii())
    }

    /// The language with this code; `None` when it is malformed.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let mut letters = [0; 3];
        let bytes = code.as_bytes();
        if !matches!(bytes.len(), 2 | 3) || !bytes.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        for (letter, byte) in letters.iter_mut().zip(bytes) {
            *letter = byte.to_ascii_lowercase();
        }
        Some(Self(letters))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
