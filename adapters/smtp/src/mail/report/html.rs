use korotko_core::user::Language;

use super::fields::{Fields, TopField};
use korotko_core::escape_html;

/// Fills a template of HTML: with escaped texts, and with fragments that are HTML themselves.
macro_rules! fill {
    ($name:literal, $fields:ident) => {
        format!(
            include_str!(concat!("../../../templates/", $name, "/report.html")),
            host = escape_html(&$fields.host),
            subject = escape_html(&$fields.subject),
            period = escape_html(&$fields.period),
            zone = escape_html($fields.zone),
            clicks = escape_html(&$fields.clicks),
            change = escape_html(&$fields.change),
            visitors = escape_html(&$fields.visitors),
            links = escape_html(&$fields.links),
            top = top($fields),
            file = escape_html($fields.file),
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
        return format!("<p>{}</p>", escape_html(fields.empty_message()));
    }
    let row = |link: &TopField| {
        format!(
            "<tr><td style=\"padding: 0.2em 1em 0.2em 0; text-align: right; vertical-align: top; white-space: nowrap\">{}</td>\n\
             <td style=\"padding: 0.2em 0; word-break: break-word\">{}</td></tr>\n",
            escape_html(&link.clicks),
            cell(link)
        )
    };
    let rows: String = fields.top.iter().map(row).collect();
    format!(
        "<p>{}:</p>\n<table role=\"presentation\" style=\"border-collapse: collapse\">\n{rows}</table>",
        escape_html(fields.phrases.top)
    )
}

/// The title of a link, if it has one, above its share URL.
fn cell(link: &TopField) -> String {
    match &link.title {
        Some(title) => format!(
            "{}<br>\n<small>{}</small>",
            escape_html(title),
            anchor(link)
        ),
        None => anchor(link),
    }
}

/// The share URL; a reference to follow if it is an address of the web.
fn anchor(link: &TopField) -> String {
    let shown = escape_html(&link.url);
    if link.href.starts_with("https://") || link.href.starts_with("http://") {
        format!("<a href=\"{}\">{shown}</a>", escape_html(&link.href))
    } else {
        shown
    }
}

fn omitted(fields: &Fields<'_>) -> String {
    let omitted = fields.omitted.as_ref();
    omitted.map_or_else(String::new, |sentence| {
        format!("<p>{}</p>\n", escape_html(sentence))
    })
}

/// Why the user gets this mail.
fn reason(fields: &Fields<'_>) -> String {
    let phrases = fields.phrases;
    match fields.unsubscribe {
        Some(url) => format!(
            "{}<br>\n<a href=\"{}\">{}</a><br>\n{}",
            escape_html(phrases.schedule),
            escape_html(url),
            escape_html(phrases.unsubscribe),
            escape_html(phrases.validity)
        ),
        None => escape_html(phrases.ordered),
    }
}
