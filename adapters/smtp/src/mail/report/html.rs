use korotko_core::user::Language;

use super::fields::{Fields, TopField};
use crate::mail::rendered::escape;

/// Fills a template of HTML: with escaped texts, and with fragments that are HTML themselves.
macro_rules! fill {
    ($name:literal, $fields:ident) => {
        format!(
            include_str!(concat!("../../../templates/", $name, "/report.html")),
            host = escape(&$fields.host),
            subject = escape(&$fields.subject),
            period = escape(&$fields.period),
            zone = escape($fields.zone),
            clicks = escape(&$fields.clicks),
            change = escape(&$fields.change),
            visitors = escape(&$fields.visitors),
            links = escape(&$fields.links),
            top = top($fields),
            file = escape($fields.file),
            omitted = omitted($fields),
            reason = reason($fields),
        )
    };
}

pub(super) fn text(language: Language, fields: &Fields<'_>) -> String {
    match language {
        Language::En => fill!("en", fields),
        Language::Ru => fill!("ru", fields),
    }
}

fn top(fields: &Fields<'_>) -> String {
    if fields.top.is_empty() {
        return format!("<p>{}</p>", escape(fields.empty_message()));
    }
    let row = |link: &TopField| {
        format!(
            "<tr><td style=\"padding: 0.2em 1em 0.2em 0; text-align: right; vertical-align: top; white-space: nowrap\">{}</td>\n\
             <td style=\"padding: 0.2em 0; word-break: break-word\">{}</td></tr>\n",
            escape(&link.clicks),
            cell(link)
        )
    };
    let rows: String = fields.top.iter().map(row).collect();
    format!(
        "<p>{}:</p>\n<table role=\"presentation\" style=\"border-collapse: collapse\">\n{rows}</table>",
        escape(fields.phrases.top)
    )
}

/// The title of a link, if it has one, above its share URL.
fn cell(link: &TopField) -> String {
    match &link.title {
        Some(title) => format!("{}<br>\n<small>{}</small>", escape(title), anchor(link)),
        None => anchor(link),
    }
}

/// The share URL; a reference to follow if it is an address of the web.
fn anchor(link: &TopField) -> String {
    let shown = escape(&link.url);
    if link.href.starts_with("https://") || link.href.starts_with("http://") {
        format!("<a href=\"{}\">{shown}</a>", escape(&link.href))
    } else {
        shown
    }
}

fn omitted(fields: &Fields<'_>) -> String {
    let omitted = fields.omitted.as_ref();
    omitted.map_or_else(String::new, |sentence| {
        format!("<p>{}</p>\n", escape(sentence))
    })
}

/// Why the user gets this mail.
fn reason(fields: &Fields<'_>) -> String {
    let phrases = fields.phrases;
    match fields.unsubscribe {
        Some(url) => format!(
            "{}<br>\n<a href=\"{}\">{}</a><br>\n{}",
            escape(phrases.schedule),
            escape(url),
            escape(phrases.unsubscribe),
            escape(phrases.validity)
        ),
        None => escape(phrases.ordered),
    }
}
