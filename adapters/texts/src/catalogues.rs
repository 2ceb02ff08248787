//! The catalogues, as they are compiled in.

use std::sync::LazyLock;

use korotko_core::user::Language;

use crate::texts::Texts;

/// The catalogues of the language with this tag.
macro_rules! catalogues {
    ($tag:literal) => {
        [
            include_str!(concat!("../catalogues/", $tag, "/answers.ftl")),
            include_str!(concat!("../catalogues/", $tag, "/formats.ftl")),
            include_str!(concat!("../catalogues/", $tag, "/mails.ftl")),
            include_str!(concat!("../catalogues/", $tag, "/pages.ftl")),
            include_str!(concat!("../catalogues/", $tag, "/workbook.ftl")),
        ]
    };
}

const ENGLISH: [&str; 5] = catalogues!("en");
const RUSSIAN: [&str; 5] = catalogues!("ru");

impl Texts {
    /// The texts of a language, which are read once.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static EN: LazyLock<Texts> = LazyLock::new(|| Texts::read(Language::En, &ENGLISH, None));
        static RU: LazyLock<Texts> = LazyLock::new(|| Texts::read(Language::Ru, &RUSSIAN, None));
        match language {
            Language::En => &EN,
            Language::Ru => &RU,
        }
    }

    /// The English texts with accents on all letters, and longer by 40 % or a little more, so that a test can find what is not
    /// translated and what does not fit.
    #[cfg(feature = "pseudo")]
    #[must_use]
    pub fn pseudo() -> &'static Self {
        static PSEUDO: LazyLock<Texts> =
            LazyLock::new(|| Texts::read(Language::En, &ENGLISH, Some(crate::pseudo::accented)));
        &PSEUDO
    }
}
