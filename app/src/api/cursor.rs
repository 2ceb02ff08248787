//! The opaque `after` of a list: where the last page ended.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use korotko_core::id::LinkId;

use crate::problem::{FieldError, Problem};

pub(super) fn write(last: LinkId) -> String {
    URL_SAFE_NO_PAD.encode(format!("l{last}"))
}

/// A cursor that no list gave is a 400.
pub(super) fn read(cursor: &str) -> Result<LinkId, Problem> {
    parse(cursor).ok_or_else(|| {
        let error = FieldError::new("after", "is not a cursor from `next` of this list");
        Problem::bad_field("invalid-parameter", error)
    })
}

fn parse(cursor: &str) -> Option<LinkId> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix('l')?.parse().ok().map(LinkId)
}
