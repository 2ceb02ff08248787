use chrono::{DateTime, Utc};
use korotko_core::report::{Frequency, Schedule};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::Deserialize;

use super::dto::{LanguageView, ScopeView};
use crate::api::examples;

/// How often a scheduled report comes: every day, every Monday, or on the first of every month. It tells of the last whole day,
/// week or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Frequency", remote = "Frequency")]
pub(crate) enum FrequencyView {
    Daily,
    Weekly,
    Monthly,
}

/// A schedule to be made.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct NewSchedule {
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
    /// How often.
    pub frequency: FrequencyView,
    /// At which hour of the day in the time zone, 0 to 23. Where the clocks are set forward over it, at the moment they are;
    /// where they show it twice, the first time.
    #[oai(validator(maximum(value = "23")))]
    pub hour: u8,
    /// The time zone (IANA); UTC, when it is left out.
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

impl Example for NewSchedule {
    fn example() -> Self {
        Self {
            scope: ScopeView::All,
            collection_id: None,
            link_id: None,
            frequency: FrequencyView::Weekly,
            hour: 8,
            tz: Some("Europe/Moscow".to_owned()),
            language: Some(LanguageView::En),
            include_bots: false,
        }
    }
}

/// A schedule of reports.
#[derive(Debug, Object)]
#[oai(example, rename = "Schedule")]
pub(crate) struct ScheduleView {
    /// Never given to another schedule.
    pub id: i64,
    /// Of which links.
    pub scope: ScopeView,
    /// Of which set; `null` for none.
    #[oai(nullable)]
    pub collection_id: Option<i64>,
    /// Of which link; `null` for none.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// How often.
    pub frequency: FrequencyView,
    /// At which hour of the day.
    pub hour: u8,
    /// In which time zone.
    pub tz: String,
    /// In which language.
    pub language: LanguageView,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
    /// When the next report is due.
    pub next_at: DateTime<Utc>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

impl From<&Schedule> for ScheduleView {
    fn from(schedule: &Schedule) -> Self {
        let plan = &schedule.plan;
        let (scope, collection_id, link_id) = ScopeView::from_scope(plan.scope);
        Self {
            id: schedule.id.0,
            scope,
            collection_id,
            link_id,
            frequency: plan.frequency.into(),
            hour: plan.hour,
            tz: plan.zone.name().to_owned(),
            language: plan.language.into(),
            include_bots: plan.include_bots,
            next_at: schedule.next_at,
            created_at: schedule.created_at,
        }
    }
}

impl Example for ScheduleView {
    fn example() -> Self {
        Self {
            id: 1,
            scope: ScopeView::All,
            collection_id: None,
            link_id: None,
            frequency: FrequencyView::Weekly,
            hour: 8,
            tz: "Europe/Moscow".to_owned(),
            language: LanguageView::En,
            include_bots: false,
            next_at: examples::future(),
            created_at: examples::past(),
        }
    }
}
