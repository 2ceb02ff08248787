/// What is read of a `User-Agent`, as plain ASCII: whatever is none stands as a space.
pub(crate) struct Header {
    /// As it came.
    pub(crate) text: String,
    /// The same in lower case.
    pub(crate) lower: String,
}

impl Header {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let plain = |byte: &u8| {
            if byte.is_ascii_graphic() {
                char::from(*byte)
            } else {
                ' '
            }
        };
        let text: String = bytes.iter().map(plain).collect();
        let text = text.trim().to_owned();
        let lower = text.to_ascii_lowercase();
        Self { text, lower }
    }

    /// Whether any of these words, which are in lower case, stands in it; a word behind `^` must stand at the beginning.
    pub(crate) fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| match word.strip_prefix('^') {
            Some(beginning) => self.lower.starts_with(beginning),
            None => self.lower.contains(word),
        })
    }

    /// The name of the first row of a table one of whose words stands in it.
    pub(crate) fn find<T: Copy>(&self, table: &[(T, &[&str])]) -> Option<T> {
        let row = table.iter().find(|(_, words)| self.has_any(words));
        row.map(|(name, _)| *name)
    }
}
