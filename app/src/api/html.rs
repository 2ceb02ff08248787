//! HTML pages of the operations that people open in a browser.

use korotko_core::escape_html;
use korotko_core::user::Language;
use korotko_texts::{Texts, Value};

/// A page with one paragraph. `paragraph` MUST be HTML.
pub(super) fn page(language: Language, paragraph: &str) -> String {
    let language = language.tag();
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Korotko</title>\
         <p>{paragraph}</p></html>"
    )
}

/// A page with the text of this key.
pub(super) fn text_page(language: Language, key: &str) -> String {
    page(language, &escape_html(Texts::of(language).text(key)))
}

/// A text with an element in the place of an argument, as HTML. `element` MUST be HTML.
pub(super) fn with_element(
    texts: &Texts,
    key: &str,
    (argument, element): (&str, &str),
    others: &[(&str, Value<'_>)],
) -> String {
    let (before, after) = texts.around(key, argument, others);
    format!("{}{element}{}", escape_html(&before), escape_html(&after))
}
