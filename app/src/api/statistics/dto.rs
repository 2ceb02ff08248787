use chrono::{DateTime, Utc};
use korotko_core::click::{Counts, Dimension};
use korotko_core::statistics::{self, Statistic};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};

use crate::api::examples;
use crate::api::links::dto::LinkStateView;

/// What clicks are grouped by: time, or a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename_all = "lowercase", rename = "GroupBy")]
pub(crate) enum GroupByView {
    /// By time, in buckets of `granularity`.
    #[default]
    Time,
    /// By the host of the referring page; an empty key for none. `*` stands for the less frequent hosts of a day with more than a
    /// thousand.
    Referrer,
    /// By browser. Here and below, an empty key stands for unknown.
    Browser,
    /// By operating system.
    Os,
    /// By device: `desktop`, `mobile`, `tablet`, `other`.
    Device,
    /// By preferred language, such as `en`.
    Language,
    /// By kind: `human`, `bot`, `preview`.
    Kind,
}

impl GroupByView {
    /// The grouping, with this granularity of time buckets.
    pub(crate) fn with(self, granularity: GranularityView) -> statistics::GroupBy {
        use statistics::GroupBy;
        match self {
            Self::Time => GroupBy::Time(granularity.into()),
            Self::Referrer => GroupBy::Value(Dimension::Referrer),
            Self::Browser => GroupBy::Value(Dimension::Browser),
            Self::Os => GroupBy::Value(Dimension::Os),
            Self::Device => GroupBy::Value(Dimension::Device),
            Self::Language => GroupBy::Value(Dimension::Language),
            Self::Kind => GroupBy::Kind,
        }
    }
}

/// The length of the time buckets, in the time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(
    rename_all = "lowercase",
    rename = "Granularity",
    remote = "statistics::Granularity"
)]
pub(crate) enum GranularityView {
    Hour,
    #[default]
    Day,
    /// Weeks start on Monday.
    Week,
    Month,
}

/// Numbers of clicks.
#[derive(Debug, Object)]
pub(crate) struct ClickCounts {
    /// All clicks: GET requests that were redirected.
    pub clicks: u64,
    /// Clicks of people, without bots and previews.
    pub human_clicks: u64,
    /// Visitors: people, each counted once per link and day (UTC). The sum over several links or days may count a person several
    /// times.
    pub visitors: u64,
}

impl From<Counts> for ClickCounts {
    fn from(counts: Counts) -> Self {
        Self {
            clicks: counts.clicks(),
            human_clicks: counts.humans,
            visitors: counts.visitors,
        }
    }
}

/// The clicks of a time bucket or of a value.
#[derive(Debug, Object)]
pub(crate) struct ClickGroup {
    /// The hour, such as `2026-11-27T13:00+03:00`; the day or the Monday of the week, such as `2026-11-27`; the month, such as `2026-11`;
    /// or the value, which is empty if unknown.
    pub key: String,
    /// The start of the time bucket, within the period; `null` for a value.
    #[oai(nullable)]
    pub start: Option<DateTime<Utc>>,
    /// All clicks.
    pub clicks: u64,
    /// Clicks of people.
    pub human_clicks: u64,
    /// Visitors, as in `total`.
    pub visitors: u64,
}

impl From<&statistics::Group> for ClickGroup {
    fn from(group: &statistics::Group) -> Self {
        Self {
            key: group.key.clone(),
            start: group.start,
            clicks: group.counts.clicks(),
            human_clicks: group.counts.humans,
            visitors: group.counts.visitors,
        }
    }
}

/// Statistics of clicks. `groups` and `other` add up to `total`.
#[derive(Debug, Object)]
#[oai(example, rename = "Statistics")]
pub(crate) struct StatisticsView {
    /// The start of the period.
    pub from: DateTime<Utc>,
    /// The end of the period (exclusive).
    pub to: DateTime<Utc>,
    /// The time zone (IANA).
    pub tz: String,
    /// The current state of the link; `null` for the statistics of several links.
    #[oai(nullable)]
    pub state: Option<LinkStateView>,
    /// The total of the period.
    pub total: ClickCounts,
    /// The groups: time buckets in order, including empty ones; values with the most clicked first.
    pub groups: Vec<ClickGroup>,
    /// The clicks of all values beyond `limit`.
    pub other: ClickCounts,
}

impl From<Statistic> for StatisticsView {
    fn from(statistic: Statistic) -> Self {
        Self {
            from: statistic.period.from.start(),
            to: statistic.period.until.start(),
            tz: statistic.period.zone.name().to_owned(),
            state: statistic.link_state.map(Into::into),
            total: statistic.total.into(),
            groups: statistic.groups.iter().map(Into::into).collect(),
            other: statistic.other.into(),
        }
    }
}

impl Example for StatisticsView {
    fn example() -> Self {
        let counts = || ClickCounts {
            clicks: 12,
            human_clicks: 9,
            visitors: 7,
        };
        Self {
            from: examples::past(),
            to: examples::future(),
            tz: "Europe/Moscow".to_owned(),
            state: Some(LinkStateView::Live),
            total: counts(),
            groups: vec![ClickGroup {
                key: "2026-11-22".to_owned(),
                start: Some(examples::past()),
                clicks: 12,
                human_clicks: 9,
                visitors: 7,
            }],
            other: Counts::default().into(),
        }
    }
}
