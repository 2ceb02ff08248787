use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// The name of a browser, such as `Firefox, Windows`, by which its user recognises a session: one line in NFC; empty if unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct AgentName(String);

impl AgentName {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 100;

    /// From what a client says of itself, which is cut where it is too long, and never refused: it only helps to recognise.
    ///
    /// ```
    /// use korotko_core::session::AgentName;
    ///
    /// assert_eq!(AgentName::cut("  Firefox,\nWindows ").as_str(), "Firefox, Windows");
    /// assert_eq!(AgentName::cut(&"x".repeat(101)).as_str().len(), 100);
    /// ```
    #[must_use]
    pub fn cut(text: &str) -> Self {
        let one_line = |char: char| if char.is_control() { ' ' } else { char };
        let line = text.trim().nfc().map(one_line);
        let line: String = line.take(Self::MAX_CHARS).collect();
        Self(line.trim().to_owned())
    }

    /// From a store, unchecked.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AgentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
