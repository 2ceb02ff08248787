//! What the workbook says, in every language.

mod en;
mod languages;
mod ru;
mod vocabulary;

use korotko_core::user::Language;

pub(crate) use vocabulary::Words;

impl Words {
    /// The words of a language.
    pub(crate) fn for_language(language: Language) -> &'static Self {
        match language {
            Language::En => &en::WORDS,
            Language::Ru => &ru::WORDS,
        }
    }
}
