//! Plain pages for the few operations that people follow in a browser.

use poem::Request;
use poem::http::header;

/// A page that says one sentence, which is HTML already.
pub(super) fn page(language: &str, sentence: &str) -> String {
    format!(
        "<!doctype html><html lang=\"{language}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Korotko</title>\
         <p>{sentence}</p></html>"
    )
}

/// Whether the `Accept` field weighs `text/html` more than JSON (RFC 9110 12.5.1); a wildcard means JSON.
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
