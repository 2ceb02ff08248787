use chrono::{DateTime, Utc};
use korotko_core::click::{Counts, Dimension};
use korotko_core::statistics::{self, Statistic};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object};

use crate::api::examples;
use crate::api::links::dto::LinkStateView;

/// By what clicks are grouped: by time, or by what they came with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Enum)]
#[oai(rename_all = "lowercase", rename = "GroupBy")]
pub(crate) enum GroupByView {
    /// By when they were.
    #[default]
    Time,
    /// By the host that they came from; the empty one for none, and `*` for those that were not kept apart, because more than
    /// a thousand came within a day.
    Referrer,
    /// By the browser's name; the empty one when it is not known, here and below.
    Browser,
    /// By the operating system's name.
    Os,
    /// By the kind of device: `desktop`, `mobile`, `tablet`, `other`.
    Device,
    /// By the language that the client prefers, as a code such as `en`.
    Language,
    /// By who sent them: `human`, `bot`, `preview`.
    Kind,
}

impl GroupByView {
    /// With the granularity of groups by time.
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

/// Into what stretches of time clicks are grouped, as these are in the time zone.
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
    /// From Monday.
    Week,
    Month,
}

/// How many clicks.
#[derive(Debug, Object)]
pub(crate) struct ClickCounts {
    /// All clicks: every GET that was answered with the redirect.
    pub clicks: u64,
    /// Those of people: without bots and previews.
    pub human_clicks: u64,
    /// People, each counted once a day (UTC) for each link. They add up over links and days, and so do not say how many
    /// different people there were in all.
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

/// The clicks that have something in common.
#[derive(Debug, Object)]
pub(crate) struct ClickGroup {
    /// What it is: an hour such as `2026-11-27T13:00+03:00`, a day or the Monday of a week such as `2026-11-27`, a month such as
    /// `2026-11`, or a value; empty for clicks that do not say.
    pub key: String,
    /// When a stretch of time begins, within the period; `null` for a value.
    #[oai(nullable)]
    pub start: Option<DateTime<Utc>>,
    /// All clicks.
    pub clicks: u64,
    /// Those of people.
    pub human_clicks: u64,
    /// People, as in `total`.
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

/// Numbers of clicks: the groups, with `other`, add up to `total`.
#[derive(Debug, Object)]
#[oai(example, rename = "Statistics")]
pub(crate) struct StatisticsView {
    /// From when on.
    pub from: DateTime<Utc>,
    /// Until when, exclusively.
    pub to: DateTime<Utc>,
    /// In which time zone.
    pub tz: String,
    /// The link's state now; null where the clicks of more than one link are counted.
    #[oai(nullable)]
    pub state: Option<LinkStateView>,
    /// All clicks of the period.
    pub total: ClickCounts,
    /// The groups: by time in order, also the empty ones; else the most clicked first.
    pub groups: Vec<ClickGroup>,
    /// The clicks of the values beyond `limit`.
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
