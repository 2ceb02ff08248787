use isbot::Bots;
use korotko_core::click::AgentClass;
use woothee::parser::WootheeResult;

use crate::header::Header;
use crate::programs::{BOTS, BROWSER_BEGINNINGS, COMPATIBLE_BROWSERS, NOT_BOTS, PREVIEWS};

/// What is behind a header: the tables first, since they alone know of previews, then what both crates think.
pub(crate) fn class(header: &Header, bots: &Bots, parsed: &WootheeResult<'_>) -> AgentClass {
    if header.has_any(PREVIEWS) {
        AgentClass::Preview
    } else if header.has_any(BOTS) || !looks_like_a_browser(header) {
        AgentClass::Bot
    } else if header.has_any(NOT_BOTS) {
        AgentClass::Person
    } else if bots.is_bot(&header.lower) || matches!(parsed.category, "crawler" | "misc") {
        AgentClass::Bot
    } else {
        AgentClass::Person
    }
}

/// Browsers call themselves Mozilla, say what they run on in parentheses, and have not called themselves compatible for years.
fn looks_like_a_browser(header: &Header) -> bool {
    let old = header.has_any(COMPATIBLE_BROWSERS);
    let compatible = header.lower.contains("compatible;");
    let bare_mozilla = header.lower.starts_with("mozilla/") && !header.lower.contains('(');
    header.has_any(BROWSER_BEGINNINGS) && !bare_mozilla && (old || !compatible)
}
