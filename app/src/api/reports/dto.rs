use chrono::{DateTime, Utc};
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::report::{Report, ReportScope, ReportState};
use korotko_core::user::Language;
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::examples;
use crate::http::problem::{FieldError, Problem};

/// Of which links a report tells: of all, of those in a set (`collection_id`), or of one (`link_id`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "ReportScope")]
pub(crate) enum ScopeView {
    /// Of all one's links.
    #[default]
    All,
    /// Of those in a set.
    Collection,
    /// Of one.
    Link,
}

impl ScopeView {
    /// The scope with its id, which must be given where it is needed, and nowhere else.
    pub(crate) fn with(
        self,
        collection: Option<i64>,
        link: Option<i64>,
    ) -> Result<ReportScope, Problem> {
        let refused = |field, message| {
            Err(Problem::bad_field(
                "invalid-body",
                FieldError::new(field, message),
            ))
        };
        match (self, collection, link) {
            (Self::All, None, None) => Ok(ReportScope::All),
            (Self::Collection, Some(id), None) => Ok(ReportScope::Collection(CollectionId(id))),
            (Self::Link, None, Some(id)) => Ok(ReportScope::Link(LinkId(id))),
            (Self::Collection, None, _) => refused("collection_id", "is missing: say which set"),
            (Self::Link, _, None) => refused("link_id", "is missing: say which link"),
            (_, Some(_), _) => refused("collection_id", "goes with the scope collection alone"),
            (_, _, Some(_)) => refused("link_id", "goes with the scope link alone"),
        }
    }

    /// The kind of a scope, with the ids of its set and its link.
    pub(crate) fn from_scope(scope: ReportScope) -> (Self, Option<i64>, Option<i64>) {
        match scope {
            ReportScope::All => (Self::All, None, None),
            ReportScope::Collection(id) => (Self::Collection, Some(id.0), None),
            ReportScope::Link(id) => (Self::Link, None, Some(id.0)),
        }
    }
}

/// A language of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Language", remote = "Language")]
pub(crate) enum LanguageView {
    En,
    Ru,
}

impl LanguageView {
    pub(crate) fn tag(self) -> &'static str {
        Language::from(self).tag()
    }
}

/// A report to be ordered.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct NewReport {
    /// Of which links; all, when it is left out.
    #[serde(default)]
    #[oai(default)]
    pub scope: ScopeView,
    /// Of which set, where the scope is `collection`.
    #[serde(default)]
    pub collection_id: Option<i64>,
    /// Of which link, where the scope is `link`.
    #[serde(default)]
    pub link_id: Option<i64>,
    /// From when on: a date in the time zone, or a moment (RFC 3339), rounded down to a quarter of an hour. 30 days, when it is
    /// left out.
    #[serde(default)]
    pub from: Option<String>,
    /// Until when: a date, which is the last day, or a moment, exclusively, rounded up. The end of today, when it is left out.
    #[serde(default)]
    pub to: Option<String>,
    /// The time zone (IANA) in which days begin and times are shown; UTC, when it is left out.
    #[serde(default)]
    pub tz: Option<String>,
    /// The language; that of the account, when it is left out.
    #[serde(default)]
    pub language: Option<LanguageView>,
    /// Whether the clicks of bots and previews count; only those of people, when it is left out.
    #[serde(default)]
    #[oai(default)]
    pub include_bots: bool,
}

impl Example for NewReport {
    fn example() -> Self {
        Self {
            from: Some("2026-11-01".to_owned()),
            to: Some("2026-11-30".to_owned()),
            tz: Some("Europe/Moscow".to_owned()),
            language: Some(LanguageView::En),
            ..Self::default()
        }
    }
}

/// Where a report stands: it waits (`queued`), is being made or mailed (`running`), was mailed (`sent`), or was given up
/// (`failed`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(
    rename_all = "lowercase",
    rename = "ReportState",
    remote = "ReportState"
)]
pub(crate) enum ReportStateView {
    Queued,
    Running,
    Sent,
    Failed,
}

/// A report that was ordered.
#[derive(Debug, Object)]
#[oai(example, rename = "Report")]
pub(crate) struct ReportView {
    /// Never given to another report.
    pub id: i64,
    /// Where it stands.
    pub state: ReportStateView,
    /// Why it failed; `null` unless it did.
    #[oai(nullable)]
    pub failure: Option<String>,
    /// Of which links.
    pub scope: ScopeView,
    /// Of which set; `null` for none.
    #[oai(nullable)]
    pub collection_id: Option<i64>,
    /// Of which link; `null` for none.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// From when on.
    pub from: DateTime<Utc>,
    /// Until when, exclusively.
    pub to: DateTime<Utc>,
    /// In which time zone.
    pub tz: String,
    /// In which language.
    pub language: LanguageView,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
    /// By which schedule; `null` when it was asked for.
    #[oai(nullable)]
    pub schedule_id: Option<i64>,
    /// When it was ordered.
    pub created_at: DateTime<Utc>,
    /// When it was sent or given up; `null` before.
    #[oai(nullable)]
    pub finished_at: Option<DateTime<Utc>>,
}

impl From<&Report> for ReportView {
    fn from(report: &Report) -> Self {
        let (scope, collection_id, link_id) = ScopeView::from_scope(report.order.scope);
        Self {
            id: report.id.0,
            state: report.state.into(),
            failure: report.failure.clone(),
            scope,
            collection_id,
            link_id,
            from: report.order.from,
            to: report.order.until,
            tz: report.order.zone.name().to_owned(),
            language: report.order.language.into(),
            include_bots: report.order.include_bots,
            schedule_id: report.schedule.map(|schedule| schedule.0),
            created_at: report.created_at,
            finished_at: report.finished_at,
        }
    }
}

impl Example for ReportView {
    fn example() -> Self {
        Self {
            id: 1,
            state: ReportStateView::Queued,
            failure: None,
            scope: ScopeView::All,
            collection_id: None,
            link_id: None,
            from: examples::past(),
            to: examples::future(),
            tz: "Europe/Moscow".to_owned(),
            language: LanguageView::En,
            include_bots: false,
            schedule_id: None,
            created_at: examples::past(),
            finished_at: None,
        }
    }
}
