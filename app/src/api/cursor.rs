//! The opaque cursors of lists: the sort key and id of the last item of a page.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use korotko_core::ports::{LinkCursor, LinkSortKey};

use crate::http::problem::{FieldError, Problem};

/// Encodes a position in a list of links, in base64url.
pub(super) fn write_link(position: &LinkCursor) -> String {
    URL_SAFE_NO_PAD.encode(position.to_string())
}

/// Encodes a position in a list in id order: `<kind><id>`, in base64url.
pub(super) fn write_id(kind: char, id: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{kind}{id}"))
}

/// Decodes a position in a list in id order. A cursor of another list is answered 400.
pub(super) fn read_id(cursor: &str, kind: char) -> Result<i64, Problem> {
    let id = decode(cursor).and_then(|text| text.strip_prefix(kind)?.parse().ok());
    id.ok_or_else(|| invalid_cursor("must be `next` of a page of this list"))
}

/// The same, if there is one.
pub(super) fn read_optional_id(cursor: Option<&str>, kind: char) -> Result<Option<i64>, Problem> {
    cursor.map(|cursor| read_id(cursor, kind)).transpose()
}

/// Decodes a position in a list of links sorted by `key`. A cursor of another list or order is answered 400.
pub(super) fn read_link(cursor: &str, key: LinkSortKey) -> Result<LinkCursor, Problem> {
    let position = decode(cursor).and_then(|text| LinkCursor::parse(&text));
    position
        .filter(|position| position.key() == key)
        .ok_or_else(|| invalid_cursor("must be `next` of a page in the same order"))
}

fn invalid_cursor(message: &str) -> Problem {
    Problem::bad_field("invalid-parameter", FieldError::new("after", message))
}

fn decode(cursor: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()
}
