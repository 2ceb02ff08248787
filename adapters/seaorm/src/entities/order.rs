//! The columns that reports and schedules share: scope, time zone and language.

use korotko_core::Zone;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::StoreError;
use korotko_core::report::{ReportOrder, ReportScope};
use korotko_core::user::Language;

use crate::time::micros;

/// The values of the scope columns: its kind, and the id of the collection or link.
pub(crate) fn scope_columns(scope: ReportScope) -> (&'static str, Option<i64>) {
    match scope {
        ReportScope::All => ("all", None),
        ReportScope::Collection(id) => ("collection", Some(id.0)),
        ReportScope::Link(id) => ("link", Some(id.0)),
    }
}

/// Reads the scope columns.
pub(crate) fn scope(kind: &str, id: Option<i64>) -> Result<ReportScope, StoreError> {
    match (kind, id) {
        ("all", None) => Ok(ReportScope::All),
        ("collection", Some(id)) => Ok(ReportScope::Collection(CollectionId(id))),
        ("link", Some(id)) => Ok(ReportScope::Link(LinkId(id))),
        _ => Err(StoreError::internal(format!(
            "{kind} {id:?} is not a report scope"
        ))),
    }
}

/// Reads the column of the time zone. A zone written by a newer version may be unknown.
pub(crate) fn zone(name: &str) -> Result<Zone, StoreError> {
    let unknown = |_| StoreError::internal(format!("{name} is an unknown time zone"));
    Zone::parse(name).map_err(unknown)
}

/// Reads the column of the language.
pub(crate) fn language(tag: &str) -> Result<Language, StoreError> {
    let unknown = || StoreError::internal(format!("{tag} is not a report language"));
    Language::from_tag(tag).ok_or_else(unknown)
}

/// A text that is equal exactly for equal orders.
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
