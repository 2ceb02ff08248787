use std::fmt::Write as _;

use korotko_core::user::Language;

use super::fields::Fields;

/// Fills a template of plain text.
macro_rules! fill {
    ($name:literal, $fields:ident) => {
        format!(
            include_str!(concat!("../../../templates/", $name, "/report.txt")),
            host = $fields.host,
            subject = $fields.subject,
            period = $fields.period,
            zone = $fields.zone,
            clicks = $fields.clicks,
            change = $fields.change,
            visitors = $fields.visitors,
            links = $fields.links,
            top = top($fields),
            file = $fields.file,
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
        return format!("{}\n", fields.empty_message());
    }
    let lengths = fields.top.iter().map(|link| link.clicks.chars().count());
    let width = lengths.max().unwrap_or_default();
    let mut lines = format!("{}:\n\n", fields.phrases.top);
    for link in &fields.top {
        let first = link.title.as_ref().unwrap_or(&link.url);
        let _ = writeln!(lines, "  {:>width$}  {first}", link.clicks);
        if link.title.is_some() {
            let _ = writeln!(lines, "  {:>width$}  {}", "", link.url);
        }
    }
    lines
}

fn omitted(fields: &Fields<'_>) -> String {
    let omitted = fields.omitted.as_ref();
    omitted.map_or_else(String::new, |sentence| format!("\n{sentence}"))
}

/// Why the user gets this mail.
fn reason(fields: &Fields<'_>) -> String {
    let phrases = fields.phrases;
    match fields.unsubscribe {
        Some(url) => format!("{}\n\n{url}\n\n{}", phrases.schedule, phrases.validity),
        None => phrases.ordered.to_owned(),
    }
}
