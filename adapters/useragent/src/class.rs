use korotko_core::click::AgentClass;

use crate::contact::{has_address, names_a_bot};
use crate::desktop::is_unusual_desktop;
use crate::header::Header;
use crate::people::OLD_PHONES;
use crate::programs::{BROWSER_BEGINNINGS, COMPATIBLE_BROWSERS};
use crate::tables::Tables;

/// Words of systems with browsers; the first comment of a browser contains one of them.
const SYSTEM_WORDS: &[&str] = &[
    "windows",
    "mac",
    "linux",
    "x11",
    "iphone",
    "ipad",
    "ipod",
    "android",
    "cros",
    "tizen",
    "web0s",
    "webos",
    "playstation",
    "nintendo",
    "kaios",
    "mobile",
    "symbian",
    "blackberry",
    "bb10",
    "phone",
    "tv",
    "bsd",
    "sunos",
    "compatible",
    "series",
    "harmony",
    "haiku",
    "amiga",
    "os/2",
    "beos",
    "tablet",
];

/// The class of the agent that sent a header.
pub(crate) fn class(header: &Header, tables: &Tables) -> AgentClass {
    if tables.previews.match_any(&header.lower) {
        AgentClass::Preview
    } else if is_known_bot(header, tables)
        || !looks_like_a_browser(header)
        || is_unusual_desktop(header, tables)
    {
        AgentClass::Bot
    } else {
        AgentClass::Person
    }
}

fn is_known_bot(header: &Header, tables: &Tables) -> bool {
    let text = &header.unnamed;
    tables.bots.match_any(text)
        || tables.crawlers.match_any(text)
        || names_a_bot(text)
        || has_address(text)
}

/// Whether the header has the form of a browser: it claims to be Mozilla, names its system in parentheses, and does not say
/// `compatible`, as browsers have not done for years. An app may put its name before the header of its web view.
fn looks_like_a_browser(header: &Header) -> bool {
    let lower = &header.lower;
    let app = lower.contains("mozilla/5.0 (") && lower.contains("; wv)");
    let old = header.has_any(COMPATIBLE_BROWSERS);
    let compatible = lower.contains("compatible;");
    let begins = header.has_any(BROWSER_BEGINNINGS) || header.has_any(OLD_PHONES);
    (app || begins) && names_its_system(lower) && (old || !compatible)
}

fn names_its_system(lower: &str) -> bool {
    if !lower.starts_with("mozilla/") {
        return true;
    }
    let comment = lower
        .split_once('(')
        .map(|(_, rest)| rest.split(')').next());
    comment
        .flatten()
        .is_some_and(|comment| SYSTEM_WORDS.iter().any(|word| comment.contains(word)))
}
