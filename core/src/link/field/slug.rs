use std::fmt;

use crate::alphanumeric;
use crate::ports::{Random, RandomError};

/// The words that Korotko reserves for its own paths, and for what people expect to find there. They are reserved in any case, and with
/// `-` and `_` anywhere: `sign-in` too. In alphabetical order, to be searched.
pub(crate) const RESERVED: [&str; 53] = [
    "about",
    "abuse",
    "account",
    "admin",
    "api",
    "app",
    "assets",
    "auth",
    "c",
    "collections",
    "confirm",
    "dashboard",
    "docs",
    "email",
    "favicon",
    "health",
    "healthz",
    "help",
    "invite",
    "keys",
    "links",
    "login",
    "logout",
    "me",
    "metrics",
    "new",
    "oauth",
    "openapi",
    "preferences",
    "privacy",
    "readyz",
    "register",
    "reports",
    "reset",
    "robots",
    "s",
    "security",
    "sets",
    "settings",
    "signin",
    "signout",
    "signup",
    "sitemap",
    "static",
    "status",
    "swagger",
    "terms",
    "trash",
    "unsubscribe",
    "users",
    "verify",
    "wellknown",
    "www",
];

/// The length of the longest of them.
const LONGEST_RESERVED: usize = 11;

/// The words of seven letters that mean true or false to a spreadsheet, in one language or another (those of `LibreOffice`; Excel
/// has none of this length).
const BOOLEANS: [&str; 8] = [
    "faltsua", "gaskiya", "haqiqiy", "kituufu", "netacno", "ntiyiso", "patiess", "veritat",
];

/// How many generated slugs may collide before generation fails. With 62^7 slugs even one collision is rare.
pub(in crate::link) const GENERATE_ATTEMPTS: u32 = 8;

/// A slug: 1 to 64 of `A-Z a-z 0-9 _ -`, case-sensitive, and not a reserved word.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

/// The rule that a slug violates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SlugError {
    /// Empty, or more than [`Slug::MAX_CHARS`] characters.
    #[error("must have 1 to {} characters", Slug::MAX_CHARS)]
    Length,
    /// A character outside `A-Z a-z 0-9 _ -`.
    #[error("may contain only letters from A to Z, digits, _ and -")]
    Character,
    /// A reserved word.
    #[error("is reserved")]
    Reserved,
}

impl Slug {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 64;
    /// The characters of a generated slug: about 3.0 * 10^12 slugs, those of the 62^7 that no spreadsheet changes.
    pub const GENERATED_CHARS: usize = 7;

    /// Parses a chosen slug.
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
        } else if is_reserved(text) {
            Err(SlugError::Reserved)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// Generates a slug of seven letters and digits. Every slug that no spreadsheet reads as a number, a date or a boolean is
    /// equally likely.
    pub fn generate(random: &dyn Random) -> Result<Self, RandomError> {
        loop {
            let slug = alphanumeric::generate(random, Self::GENERATED_CHARS)?;
            match Self::parse(&slug) {
                Ok(slug) if slug.is_text_everywhere() => return Ok(slug),
                _ => {}
            }
        }
    }

    /// Whether every spreadsheet, in any language, reads this slug of letters and digits as a text. It does not if the slug has
    /// only digits (a number, which loses its leading zeros), or digits beside a single run of letters: `1234e56` is a number,
    /// `jan1999` and `1august` are dates, `12345kr` and `r123456` may be amounts of money, `1234pm` a time. Which letters have
    /// a meaning depends on the language, so all of them are excluded: every sixth slug.
    fn is_text_everywhere(&self) -> bool {
        let is_boolean = BOOLEANS
            .iter()
            .any(|word| self.0.eq_ignore_ascii_case(word));
        let runs = self.0.split(|char: char| char.is_ascii_digit());
        let runs = runs.filter(|letters| !letters.is_empty()).count();
        let has_digit = self.0.bytes().any(|byte| byte.is_ascii_digit());
        !is_boolean && (runs > 1 || !has_digit)
    }

    /// From a store, unchecked: a slug that was reserved later is still valid.
    #[must_use]
    pub fn from_stored(slug: String) -> Self {
        Self(slug)
    }

    /// The slug.
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

/// Whether a text is a reserved word, apart from case, `-` and `_`. Redirects check it, so it allocates nothing.
fn is_reserved(text: &str) -> bool {
    let mut letters = [0; LONGEST_RESERVED];
    let mut length = 0;
    for byte in text.bytes().filter(|byte| !matches!(byte, b'-' | b'_')) {
        let Some(letter) = letters.get_mut(length) else {
            return false;
        };
        *letter = byte.to_ascii_lowercase();
        length += 1;
    }
    let letters = &letters[..length];
    let found = RESERVED.binary_search_by(|word| word.as_bytes().cmp(letters));
    found.is_ok()
}
