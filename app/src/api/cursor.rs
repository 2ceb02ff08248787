//! The opaque `after` of a list: where the last page ended, by key and id.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::link::{Slug, SlugError};
use korotko_core::ports::{LinkCursor, LinkSortKey};

use crate::problem::{FieldError, Problem};

/// Writes a place in a list of links: `c<microseconds>.<id>` or `s<code>.<id>`, in base64url.
pub(super) fn write_link(place: &LinkCursor) -> String {
    URL_SAFE_NO_PAD.encode(match place {
        LinkCursor::Created(time, id) => format!("c{}.{id}", time.timestamp_micros()),
        LinkCursor::Slug(slug, id) => format!("s{slug}.{id}"),
    })
}

/// Writes a place in a list of sets: `k<id>`, in base64url.
pub(super) fn write_collection(last: CollectionId) -> String {
    URL_SAFE_NO_PAD.encode(format!("k{last}"))
}

/// Reads a place in a list of links by `key`. What no such list gave is a 400.
pub(super) fn read_link(cursor: &str, key: LinkSortKey) -> Result<LinkCursor, Problem> {
    let place = decode(cursor).and_then(|text| parse_link(&text));
    place
        .filter(|place| place.key() == key)
        .ok_or_else(|| foreign("is not a cursor from `next` of a list in this order"))
}

/// Reads a place in a list of sets. What no such list gave is a 400.
pub(super) fn read_collection(cursor: &str) -> Result<CollectionId, Problem> {
    let place = decode(cursor).and_then(|text| text.strip_prefix('k')?.parse().ok());
    place
        .map(CollectionId)
        .ok_or_else(|| foreign("is not a cursor from `next` of this list"))
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
    let code = key.strip_prefix('s')?;
    let slug = match Slug::parse(code) {
        Ok(slug) => slug,
        // A word that was reserved since is still a link's code.
        Err(SlugError::Reserved) => Slug::from_stored(code.to_owned()),
        Err(SlugError::Length | SlugError::Character) => return None,
    };
    Some(LinkCursor::Slug(slug, id))
}
