//! The languages that can be chosen.

use korotko_core::user::Language;

/// Their tags (BCP 47), with what they call themselves.
pub(crate) fn languages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let all = Language::ALL.into_iter();
    all.map(|language| (language.tag(), own_name(language)))
}

fn own_name(language: Language) -> &'static str {
    match language {
        Language::En => "English",
        Language::Ru => "Русский",
    }
}
