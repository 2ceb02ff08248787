//! The texts of a workbook, in every language.

mod en;
mod languages;
mod ru;
mod vocabulary;

use korotko_core::user::Language;

pub(crate) use vocabulary::Texts;

impl Texts {
    /// The texts of a language.
    pub(crate) fn for_language(language: Language) -> &'static Self {
        match language {
            Language::En => &en::TEXTS,
            Language::Ru => &ru::TEXTS,
        }
    }
}
