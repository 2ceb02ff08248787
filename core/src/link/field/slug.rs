use std::fmt;

use crate::ports::{Random, RandomError};

/// The codes that Korotko keeps for its own paths, whatever their case.
const RESERVED: [&str; 16] = [
    "api", "docs", "openapi", "healthz", "readyz", "metrics", "app", "admin", "c", "static",
    "assets", "login", "signup", "robots", "favicon", "users",
];

/// The words of seven letters that mean true or false to a spreadsheet, in one language or another (those of `LibreOffice`; Excel
/// has none of this length).
const BOOLEANS: [&str; 8] = [
    "faltsua", "gaskiya", "haqiqiy", "kituufu", "netacno", "ntiyiso", "patiess", "veritat",
];

/// How often a generated code may collide before it is given up. With 62^7 codes even one collision is rare.
pub(in crate::link) const GENERATE_ATTEMPTS: u32 = 8;

const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A short code: 1 to 64 of `A-Z a-z 0-9 _ -`, case-sensitive, and not one of the reserved words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// The rule that a short code breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Empty, or more than [`Slug::MAX_CHARS`] characters.
    #[error("must have 1 to {} characters", Slug::MAX_CHARS)]
    Length,
    /// A character outside `A-Z a-z 0-9 _ -`.
    #[error("may contain only letters from A to Z, digits, _ and -")]
    Character,
    /// One of the words that Korotko keeps for its own paths.
    #[error("is reserved")]
    Reserved,
}

impl Slug {
    /// The most characters of a code.
    pub const MAX_CHARS: usize = 64;
    /// The characters of a generated code: about 3.0 * 10^12 codes, which are those of the 62^7 that no spreadsheet changes.
    pub const GENERATED_CHARS: usize = 7;

    /// Reads a code that somebody chose.
    ///
    /// ```
    /// use korotko_core::link::{Slug, SlugError};
    ///
    /// assert_eq!(Slug::parse("promo-2026")?.as_str(), "promo-2026");
    /// assert_eq!(Slug::parse("Admin"), Err(SlugError::Reserved));
    /// # Ok::<(), SlugError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, SlugError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        if text.is_empty() || text.len() > Self::MAX_CHARS && text.is_ascii() {
            Err(SlugError::Length)
        } else if !text.bytes().all(allowed) {
            Err(SlugError::Character)
        } else if RESERVED.iter().any(|word| text.eq_ignore_ascii_case(word)) {
            Err(SlugError::Reserved)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// A new code of seven letters and digits, each code equally likely that no spreadsheet takes for a number, a date or a
    /// boolean.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        let mut slug = String::with_capacity(Self::GENERATED_CHARS);
        let mut bytes = [0; 2 * Self::GENERATED_CHARS];
        loop {
            random.fill(&mut bytes)?;
            // 248 = 4 * 62: a byte at or above it would make some characters likelier than others.
            for byte in bytes.iter().filter(|byte| **byte < 248) {
                slug.push(char::from(ALPHABET[usize::from(byte % 62)]));
                if slug.len() < Self::GENERATED_CHARS {
                    continue;
                }
                match Self::parse(&slug) {
                    Ok(slug) if slug.is_text_everywhere() => return Ok(slug),
                    _ => slug.clear(),
                }
            }
        }
    }

    /// Whether this code of letters and digits is a text to every spreadsheet, whatever its language. It is not if it has only
    /// digits (a number, which loses its leading zeros), or digits beside one run of letters alone: `1234e56` is a number, `jan1999`
    /// and `1august` are dates, `12345kr` and `r123456` may be amounts of money, `1234pm` a time. Which letters mean something
    /// differs from language to language, so all of them are left out: every sixth code.
    fn is_text_everywhere(&self) -> bool {
        let is_boolean = BOOLEANS
            .iter()
            .any(|word| self.0.eq_ignore_ascii_case(word));
        let runs = self.0.split(|char: char| char.is_ascii_digit());
        let runs = runs.filter(|letters| !letters.is_empty()).count();
        let has_digit = self.0.bytes().any(|byte| byte.is_ascii_digit());
        !is_boolean && (runs > 1 || !has_digit)
    }

    /// Takes a code from a store, as it is: a word that was reserved since is still a link's code.
    #[must_use]
    pub fn from_stored(code: String) -> Self {
        Self(code)
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
