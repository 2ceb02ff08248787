//! HTML pages of the operations that people open in a browser.

use std::fmt::Display;

use korotko_core::user::Language;
use poem::Request;
use poem::http::header;

/// A page with one paragraph. `paragraph` MUST be HTML.
pub(super) fn page(language: Language, paragraph: &str) -> String {
    let language = language.tag();
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Korotko</title>\
         <p>{paragraph}</p></html>"
    )
}

/// The text of an error as a sentence. Such texts have no characters that HTML reserves.
pub(super) fn sentence(error: &impl Display) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    let sentence = first.into_iter().flatten().chain(letters);
    sentence.chain(['.']).collect()
}

/// Whether `Accept` prefers `text/html` to JSON (RFC 9110 12.5.1); a wildcard means JSON.
pub(super) fn prefers_html(request: &Request) -> bool {
    let accept = request.header(header::ACCEPT).unwrap_or_default();
    let weight = |wanted: &[&str]| {
        let ranges = accept.split(',').map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default().to_ascii_lowercase();
            let q = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok());
            (name, q.unwrap_or(1.0))
        });
        let named = ranges.filter(|(name, _)| wanted.contains(&name.as_str()));
        named.map(|(_, weight)| weight).fold(0.0, f32::max)
    };
    weight(&["text/html"]) > weight(&["application/json", "application/problem+json"])
}
