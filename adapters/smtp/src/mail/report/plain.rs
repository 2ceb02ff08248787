use korotko_core::user::Language;

use super::pieces::Pieces;

/// Fills a template of plain text.
macro_rules! fill {
    ($name:literal, $pieces:ident) => {
        format!(
            include_str!(concat!("../../../templates/", $name, "/report.txt")),
            host = $pieces.host,
            subject = $pieces.subject,
            period = $pieces.period,
            zone = $pieces.zone,
            clicks = $pieces.clicks,
            change = $pieces.change,
            visitors = $pieces.visitors,
            links = $pieces.links,
            top = top($pieces),
            file = $pieces.file,
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
        return format!("{}\n", pieces.nothing());
    }
    let lengths = pieces.top.iter().map(|(_, clicks)| clicks.chars().count());
    let width = lengths.max().unwrap_or_default();
    let line = |(url, clicks): &(String, String)| format!("  {clicks:>width$}  {url}\n");
    let lines: String = pieces.top.iter().map(line).collect();
    format!("{}:\n\n{lines}", pieces.phrases.top)
}

fn omitted(pieces: &Pieces<'_>) -> String {
    let omitted = pieces.omitted.as_ref();
    omitted.map_or_else(String::new, |sentence| format!("\n{sentence}"))
}

fn ending(pieces: &Pieces<'_>) -> String {
    let Some(url) = pieces.unsubscribe else {
        return String::new();
    };
    format!("\n\n{}\n\n{url}", pieces.phrases.schedule)
}
