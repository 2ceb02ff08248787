use korotko_core::click::AgentClass;

use crate::contact::{has_address, names_a_bot};
use crate::desktop::is_odd;
use crate::header::Header;
use crate::people::OLD_PHONES;
use crate::programs::{BROWSER_BEGINNINGS, COMPATIBLE_BROWSERS};
use crate::tables::Tables;

/// Parts of systems on which people have browsers: one of them stands in the first comment.
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

/// What is behind a header.
pub(crate) fn class(header: &Header, tables: &Tables) -> AgentClass {
    if tables.previews.are_in(&header.lower) {
        AgentClass::Preview
    } else if says_it_is_a_program(header, tables)
        || !looks_like_a_browser(header)
        || is_odd(header, tables)
    {
        AgentClass::Bot
    } else {
        AgentClass::Person
    }
}

fn says_it_is_a_program(header: &Header, tables: &Tables) -> bool {
    let text = &header.unnamed;
    tables.bots.are_in(text)
        || tables.crawlers.are_in(text)
        || names_a_bot(text)
        || has_address(text)
}

/// Browsers call themselves Mozilla, say what they run on in parentheses, and have not called themselves compatible for years.
/// An app may put its own name before what the web view in it says.
fn looks_like_a_browser(header: &Header) -> bool {
    let lower = &header.lower;
    let app = lower.contains("mozilla/5.0 (") && lower.contains("; wv)");
    let old = header.has_any(COMPATIBLE_BROWSERS);
    let compatible = lower.contains("compatible;");
    let begins = header.has_any(BROWSER_BEGINNINGS) || header.has_any(OLD_PHONES);
    (app || begins) && says_its_system(lower) && (old || !compatible)
}

fn says_its_system(lower: &str) -> bool {
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
