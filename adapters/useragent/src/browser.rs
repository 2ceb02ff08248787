use woothee::parser::WootheeResult;

use crate::header::Header;
use crate::people::{BROWSERS, WOOTHEE_BROWSERS};

/// The name of the browser; empty when it is not in the tables.
pub(crate) fn browser(header: &Header, parsed: &WootheeResult<'_>) -> &'static str {
    let special = header.find(BROWSERS);
    special.unwrap_or_else(|| by_its_engine(header, parsed))
}

/// What is left when no product of its own stands in the header.
fn by_its_engine(header: &Header, parsed: &WootheeResult<'_>) -> &'static str {
    let has = |word: &str| header.lower.contains(word);
    let mut known = WOOTHEE_BROWSERS.iter();
    match known.find(|(name, _)| *name == parsed.name) {
        // The browser of old Androids calls itself Safari.
        Some((_, "Safari")) if has("android") => "Android Browser",
        Some((_, name)) => name,
        // Safari says so; an app that shows a page with WebKit does not.
        None if has("applewebkit/") && !has("safari/") => "In-app",
        None => "",
    }
}
