use chrono::{DateTime, Utc};
use korotko_core::report::{Frequency, Schedule};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};
use serde::{Deserialize, Deserializer};

use super::dto::ScopeView;
use crate::api::examples;
use crate::api::language::LanguageView;

/// How often a report is created: every day, every Monday, or on the first of every month. It covers the previous day, week or
/// month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Enum)]
#[serde(rename_all = "lowercase")]
#[oai(rename_all = "lowercase", rename = "Frequency", remote = "Frequency")]
pub(crate) enum FrequencyView {
    Daily,
    Weekly,
    Monthly,
}

/// A schedule to create.
#[derive(Debug, Deserialize, Object)]
#[serde(deny_unknown_fields)]
#[oai(example, skip_serializing_if_is_none)]
pub(crate) struct NewSchedule {
    /// The links of the reports. Default: all.
    #[serde(default)]
    #[oai(default)]
    pub scope: ScopeView,
    /// The id of the collection, with the scope `collection`.
    #[serde(default)]
    pub collection_id: Option<i64>,
    /// The id of the link, with the scope `link`.
    #[serde(default)]
    pub link_id: Option<i64>,
    /// How often a report is created.
    pub frequency: FrequencyView,
    /// The hour of the day in the time zone, 0 to 23. When daylight saving time skips the hour, the report is created at the change;
    /// when the hour occurs twice, at the first one.
    #[serde(deserialize_with = "hour")]
    #[oai(validator(maximum(value = "23")))]
    pub hour: u8,
    /// The time zone (IANA). Default: that of your account now, or else UTC.
    #[serde(default)]
    pub tz: Option<String>,
    /// The language of the reports. Default: the language of your account.
    #[serde(default)]
    pub language: Option<LanguageView>,
    /// Whether to include clicks of bots and previews. Default: clicks of people only.
    #[serde(default)]
    #[oai(default)]
    pub include_bots: bool,
}

/// An hour that no `u8` holds is read as one that the domain refuses, so that all wrong hours get the same message.
fn hour<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    let hour = i64::deserialize(deserializer)?;
    Ok(u8::try_from(hour).unwrap_or(u8::MAX))
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
    /// The id, which is never reused.
    pub id: i64,
    /// The links of the reports.
    pub scope: ScopeView,
    /// The id of the collection, or `null`.
    #[oai(nullable)]
    pub collection_id: Option<i64>,
    /// The id of the link, or `null`.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// How often a report is created.
    pub frequency: FrequencyView,
    /// The hour of the day.
    pub hour: u8,
    /// The time zone (IANA).
    pub tz: String,
    /// The language.
    pub language: LanguageView,
    /// Whether clicks of bots and previews are included.
    pub include_bots: bool,
    /// When the next report is due.
    pub next_at: DateTime<Utc>,
    /// When the schedule was created.
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
