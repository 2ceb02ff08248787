/// A `User-Agent` header as ASCII in lower case; other characters become spaces.
pub(crate) struct Header {
    pub(crate) lower: String,
    /// The header without the model name of an Android device, which proves nothing: there are phones named `M bot`.
    pub(crate) unnamed: String,
}

impl Header {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let plain = |byte: &u8| {
            if byte.is_ascii_graphic() {
                char::from(byte.to_ascii_lowercase())
            } else {
                ' '
            }
        };
        let lower: String = bytes.iter().map(plain).collect();
        let lower = lower.trim().to_owned();
        let unnamed = without_name(&lower);
        Self { lower, unnamed }
    }

    pub(crate) fn has(&self, word: &str) -> bool {
        self.lower.contains(word)
    }

    /// Whether the header contains any of the words; a word after `^` must be at the beginning.
    pub(crate) fn has_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| match word.strip_prefix('^') {
            Some(beginning) => self.lower.starts_with(beginning),
            None => self.has(word),
        })
    }
}

/// Removes the model name of an Android: `(Linux; Android 10; NAME)`, with a language or kind before the name on some.
fn without_name(lower: &str) -> String {
    let name = || {
        let comment_from = lower.find("android")?;
        let comment_until = comment_from + lower[comment_from..].find(')')?;
        let mut from = comment_from + lower[comment_from..comment_until].find(';')? + 1;
        loop {
            let rest = &lower[from..comment_until];
            let length = rest.find(';');
            let part = rest[..length.unwrap_or(rest.len())].trim();
            let until = from + length.unwrap_or(rest.len());
            if !is_kind(part) {
                return Some(from..until);
            }
            from = until + usize::from(length.is_some());
            length?;
        }
    };
    match name() {
        Some(name) => format!("{}{}", &lower[..name.start], &lower[name.end..]),
        None => lower.to_owned(),
    }
}

/// Whether this part of a comment is a kind of device or of security, or a language.
fn is_kind(part: &str) -> bool {
    matches!(part, "u" | "mobile" | "tablet" | "wv") || is_language(part)
}

/// Whether this is a language in the form of old browsers: `ru`, `ru-ru`, `en_us`.
pub(crate) fn is_language(part: &str) -> bool {
    let letters =
        |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_lowercase());
    match part.split_once(['-', '_']) {
        Some((language, region)) => letters(language) && letters(region),
        None => letters(part),
    }
}
