use korotko_core::user::Language;

use super::pieces::Pieces;
use crate::mail::words::escape;

/// Fills a template of HTML: with texts, and with pieces that are HTML themselves.
macro_rules! fill {
    ($name:literal, $pieces:ident) => {
        format!(
            include_str!(concat!("../../../templates/", $name, "/report.html")),
            host = escape($pieces.host),
            subject = escape(&$pieces.subject),
            period = escape(&$pieces.period),
            zone = escape($pieces.zone),
            clicks = escape(&$pieces.clicks),
            change = escape(&$pieces.change),
            visitors = escape(&$pieces.visitors),
            links = escape(&$pieces.links),
            top = top($pieces),
            file = escape($pieces.file),
            omitted = omitted($pieces),
            ending = ending($pieces),
        )
    };
}

pub(super) fn text(language: Language, pieces: &Pieces<'_>) -> String {
    match language {
        Language::En => fill!("en", pieces),
        Language::Ru => fill!("ru", pieces),
    }
}

fn top(pieces: &Pieces<'_>) -> String {
    if pieces.top.is_empty() {
        return format!("<p>{}</p>", escape(pieces.nothing()));
    }
    let row = |(url, clicks): &(String, String)| {
        format!(
            "<tr><td style=\"padding: 0.2em 1em 0.2em 0; text-align: right; white-space: nowrap\">{}</td>\n\
             <td style=\"padding: 0.2em 0; word-break: break-all\">{}</td></tr>\n",
            escape(clicks),
            link(url)
        )
    };
    let rows: String = pieces.top.iter().map(row).collect();
    format!(
        "<p>{}:</p>\n<table role=\"presentation\" style=\"border-collapse: collapse\">\n{rows}</table>",
        escape(pieces.phrases.top)
    )
}

/// A link to follow, when it is one.
fn link(url: &str) -> String {
    let shown = escape(url);
    if url.starts_with("https://") || url.starts_with("http://") {
        format!("<a href=\"{shown}\">{shown}</a>")
    } else {
        shown
    }
}

fn omitted(pieces: &Pieces<'_>) -> String {
    let omitted = pieces.omitted.as_ref();
    omitted.map_or_else(String::new, |sentence| {
        format!("<p>{}</p>\n", escape(sentence))
    })
}

fn ending(pieces: &Pieces<'_>) -> String {
    let Some(url) = pieces.unsubscribe else {
        return String::new();
    };
    format!(
        "<hr style=\"border: 0; border-top: 1px solid #808080\">\n<p><small>{}<br>\n<a href=\"{}\">{}</a></small></p>\n",
        escape(pieces.phrases.schedule),
        escape(url),
        escape(pieces.phrases.unsubscribe)
    )
}
