//! The opaque `after` of a list: where the last page ended, by key and id.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use korotko_core::id::LinkId;
use korotko_core::link::{Slug, SlugError};
use korotko_core::ports::{LinkCursor, LinkSortKey};

use crate::http::problem::{FieldError, Problem};

/// Writes a place in a list of links: `c<microseconds>.<id>`, `s<code>.<id>` or `n<clicks>.<id>`, in base64url.
pub(super) fn write_link(place: &LinkCursor) -> String {
    URL_SAFE_NO_PAD.encode(match place {
        LinkCursor::Created(time, id) => format!("c{}.{id}", time.timestamp_micros()),
        LinkCursor::Slug(slug, id) => format!("s{slug}.{id}"),
        LinkCursor::Clicks(clicks, id) => format!("n{clicks}.{id}"),
    })
}

/// Writes a place in a list by falling id: `<kind><id>`, in base64url.
pub(super) fn write_id(kind: char, id: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}{id}"))
}

/// Reads a place in a list by falling id. What no such list gave is a 400.
pub(super) fn read_id(cursor: &str, kind: char) -> Result<i64, Problem> {
    let place = decode(cursor).and_then(|text| text.strip_prefix(kind)?.parse().ok());
    place.ok_or_else(|| foreign("is not a cursor from `next` of this list"))
}

/// Reads a place in a list of links by `key`. What no such list gave is a 400.
pub(super) fn read_link(cursor: &str, key: LinkSortKey) -> Result<LinkCursor, Problem> {
    let place = decode(cursor).and_then(|text| parse_link(&text));
    place
        .filter(|place| place.key() == key)
        .ok_or_else(|| foreign("is not a cursor from `next` of a list in this order"))
}

fn foreign(message: &str) -> Problem {
    Problem::bad_field("invalid-parameter", FieldError::new("after", message))
}

fn decode(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}

fn parse_link(text: &str) -> Option<LinkCursor> {
    let (key, id) = text.rsplit_once('.')?;
    let id = id.parse().ok().map(LinkId)?;
    if let Some(micros) = key.strip_prefix('c') {
        let time = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
        return Some(LinkCursor::Created(time, id));
    }
    if let Some(clicks) = key.strip_prefix('n') {
        // Stores count in signed numbers.
        let clicks: u64 = clicks.parse().ok().filter(|n| i64::try_from(*n).is_ok())?;
        return Some(LinkCursor::Clicks(clicks, id));
    }
    let code = key.strip_prefix('s')?;
    let slug = match Slug::parse(code) {
        Ok(slug) => slug,
        // A word that was reserved since is still a link's code.
        Err(SlugError::Reserved) => Slug::from_stored(code.to_owned()),
        Err(SlugError::Length | SlugError::Character) => return None,
    };
    Some(LinkCursor::Slug(slug, id))
}
