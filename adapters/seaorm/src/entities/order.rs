//! What reports and schedules have in common: of which links, in which time zone and in which language.

use korotko_core::Zone;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::StoreError;
use korotko_core::report::{ReportOrder, ReportScope};
use korotko_core::user::Language;

use crate::time::micros;

/// What the columns of the scope hold: its kind, and which set or link it is.
pub(crate) fn scope_columns(scope: ReportScope) -> (&'static str, Option<i64>) {
    match scope {
        ReportScope::All => ("all", None),
        ReportScope::Collection(id) => ("collection", Some(id.0)),
        ReportScope::Link(id) => ("link", Some(id.0)),
    }
}

/// What the columns of the scope mean.
pub(crate) fn scope(kind: &str, id: Option<i64>) -> Result<ReportScope, StoreError> {
    match (kind, id) {
        ("all", None) => Ok(ReportScope::All),
        ("collection", Some(id)) => Ok(ReportScope::Collection(CollectionId(id))),
        ("link", Some(id)) => Ok(ReportScope::Link(LinkId(id))),
        _ => Err(StoreError::internal(format!(
            "{kind} {id:?} is no scope of a report"
        ))),
    }
}

/// What the column of the time zone means. One that a newer program wrote may be unknown here.
pub(crate) fn zone(name: &str) -> Result<Zone, StoreError> {
    let unknown = |_| StoreError::internal(format!("{name} is no time zone that is known here"));
    Zone::parse(name).map_err(unknown)
}

/// What the column of the language means.
pub(crate) fn language(tag: &str) -> Result<Language, StoreError> {
    let unknown = || StoreError::internal(format!("{tag} is no language of reports"));
    Language::from_tag(tag).ok_or_else(unknown)
}

/// A text that is the same for equal orders, and for them alone.
pub(crate) fn order_key(order: &ReportOrder) -> String {
    let (kind, id) = scope_columns(order.scope);
    [
        kind.to_owned(),
        id.map(|id| id.to_string()).unwrap_or_default(),
        micros(order.from).to_string(),
        micros(order.until).to_string(),
        order.zone.name().to_owned(),
        order.language.tag().to_owned(),
        order.include_bots.to_string(),
    ]
    // None of them has a space.
    .join(" ")
}
