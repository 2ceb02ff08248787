use chrono::{DateTime, Utc};
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::report::{Report, ReportScope, ReportState};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use crate::api::examples;
use crate::api::language::LanguageView;
use crate::http::problem::{FieldError, Problem};

/// The links of a report: all, those in a collection (`collection_id`), or one (`link_id`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "ReportScope")]
pub(crate) enum ScopeView {
    /// All your links.
    #[default]
    All,
    /// The links in a collection.
    Collection,
    /// One link.
    Link,
}

impl ScopeView {
    /// The scope with its id. An id that the scope needs must be present, and any other absent.
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
            (Self::Collection, None, _) => {
                refused("collection_id", "is required with the scope collection")
            }
            (Self::Link, _, None) => refused("link_id", "is required with the scope link"),
            (_, Some(_), _) => {
                refused("collection_id", "is allowed with the scope collection only")
            }
            (_, _, Some(_)) => refused("link_id", "is allowed with the scope link only"),
        }
    }

    /// The kind of a scope, with its collection id and link id.
    pub(crate) fn from_scope(scope: ReportScope) -> (Self, Option<i64>, Option<i64>) {
        match scope {
            ReportScope::All => (Self::All, None, None),
            ReportScope::Collection(id) => (Self::Collection, Some(id.0), None),
            ReportScope::Link(id) => (Self::Link, None, Some(id.0)),
        }
    }
}

/// A report to create.
#[derive(Debug, Default, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct NewReport {
    /// The links of the report. Default: all.
    #[serde(default)]
    #[oai(default)]
    pub scope: ScopeView,
    /// The id of the collection, with the scope `collection`.
    #[serde(default)]
    pub collection_id: Option<i64>,
    /// The id of the link, with the scope `link`.
    #[serde(default)]
    pub link_id: Option<i64>,
    /// The start of the period: a date in the time zone, or a time (RFC 3339), rounded down to a quarter of an hour. Default: 30 days
    /// before the end.
    #[serde(default)]
    pub from: Option<String>,
    /// The end of the period: a date (inclusive), or a time (exclusive), rounded up to a quarter of an hour. Default: the end of today.
    #[serde(default)]
    pub to: Option<String>,
    /// The time zone (IANA) of days and times in the report. Default: that of your account, or else UTC.
    #[serde(default)]
    pub tz: Option<String>,
    /// The language of the report. Default: the language of your account.
    #[serde(default)]
    pub language: Option<LanguageView>,
    /// Whether to include clicks of bots and previews. Default: clicks of people only.
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

/// The state of a report: it waits (`queued`), is being created and mailed (`running`), was mailed (`sent`), or failed permanently
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

/// A report.
#[derive(Debug, Object)]
#[oai(example, rename = "Report")]
pub(crate) struct ReportView {
    /// The id, which is never reused.
    pub id: i64,
    /// The state.
    pub state: ReportStateView,
    /// Why the report failed; `null` unless it did.
    #[oai(nullable)]
    pub failure: Option<String>,
    /// The links of the report.
    pub scope: ScopeView,
    /// The id of the collection, or `null`.
    #[oai(nullable)]
    pub collection_id: Option<i64>,
    /// The id of the link, or `null`.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// The start of the period.
    pub from: DateTime<Utc>,
    /// The end of the period (exclusive).
    pub to: DateTime<Utc>,
    /// The time zone (IANA).
    pub tz: String,
    /// The language.
    pub language: LanguageView,
    /// Whether clicks of bots and previews are included.
    pub include_bots: bool,
    /// The id of the schedule that created the report; `null` if you created it yourself.
    #[oai(nullable)]
    pub schedule_id: Option<i64>,
    /// When the report was created.
    pub created_at: DateTime<Utc>,
    /// When the report was sent or failed; `null` before.
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
