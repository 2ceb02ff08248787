//! An account as it stands in a file.

use chrono::{DateTime, NaiveDate, Utc};
use korotko_core::Zone;
use korotko_core::click::{Counts, Dimension};
use korotko_core::id::LinkId;
use korotko_core::link::{ExportedLink, Links};
use korotko_core::statistics::DailyClicks;
use poem_openapi::Object;
use poem_openapi::types::Example;

use super::records::LinkRecord;
use crate::api::collections::dto::CollectionView;
use crate::api::examples;
use crate::api::reports::dto::ReportView;
use crate::api::reports::schedule_dto::ScheduleView;
use crate::api::users::Profile;

/// Everything that is kept of a user.
#[derive(Object)]
#[oai(example)]
pub(super) struct AccountRecord {
    /// When this was written.
    pub exported_at: DateTime<Utc>,
    /// The account.
    pub user: Profile,
    /// All collections.
    pub collections: Vec<CollectionView>,
    /// All schedules of reports.
    pub schedules: Vec<ScheduleView>,
    /// All reports.
    pub reports: Vec<ReportView>,
    /// All links, with those in the trash.
    pub links: Vec<OwnLinkRecord>,
    /// The clicks of each day: first those of all links, deleted ones included, then those of each link.
    pub clicks: Vec<DayRecord>,
}

impl Example for AccountRecord {
    fn example() -> Self {
        Self {
            exported_at: examples::past(),
            user: Profile::example(),
            collections: vec![CollectionView::example()],
            schedules: vec![ScheduleView::example()],
            reports: vec![ReportView::example()],
            links: vec![OwnLinkRecord::example()],
            clicks: vec![DayRecord::example()],
        }
    }
}

/// A link in the export of an account.
#[derive(Object)]
pub(super) struct OwnLinkRecord {
    /// Never given to another link.
    pub id: i64,
    /// As in an export of links.
    #[oai(flatten)]
    pub link: LinkRecord,
    /// How often people followed it: without bots and previews.
    pub human_clicks: u64,
    /// When it was followed last; `null` for never.
    #[oai(nullable)]
    pub last_click_at: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub revision: i64,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was deleted; `null` when it is not in the trash.
    #[oai(nullable)]
    pub deleted_at: Option<DateTime<Utc>>,
}

impl OwnLinkRecord {
    pub(super) fn new(exported: &ExportedLink, links: &Links) -> Self {
        let link = &exported.link;
        Self {
            id: link.id.0,
            human_clicks: link.clicks.counts.humans,
            last_click_at: link.clicks.last_at,
            revision: link.revision.0,
            updated_at: link.updated_at,
            deleted_at: link.deleted_at,
            link: LinkRecord::new(exported, links),
        }
    }
}

impl Example for OwnLinkRecord {
    fn example() -> Self {
        Self {
            id: 1,
            link: LinkRecord::example(),
            human_clicks: 9,
            last_click_at: Some(examples::past()),
            revision: 1,
            updated_at: examples::past(),
            deleted_at: None,
        }
    }
}

/// The clicks of a day.
#[derive(Default, Object)]
pub(super) struct DayRecord {
    /// Of which link; `null` for all links.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// Which day (UTC).
    pub date: NaiveDate,
    /// All clicks.
    pub clicks: u64,
    /// Those of people.
    pub human_clicks: u64,
    /// Those of bots.
    pub bot_clicks: u64,
    /// Those of previews.
    pub preview_clicks: u64,
    /// People, each counted once for each link.
    pub visitors: u64,
    /// By the host that they came from; empty for none.
    pub referrers: Vec<ValueRecord>,
    /// By browser; empty for an unknown one.
    pub browsers: Vec<ValueRecord>,
    /// By operating system; empty for an unknown one.
    pub os: Vec<ValueRecord>,
    /// By kind of device.
    pub devices: Vec<ValueRecord>,
    /// By language; empty when the client names none.
    pub languages: Vec<ValueRecord>,
}

impl DayRecord {
    pub(super) fn new(link: Option<LinkId>, day: DailyClicks) -> Self {
        let mut record = Self {
            link_id: link.map(|link| link.0),
            date: day.date,
            clicks: day.counts.clicks(),
            human_clicks: day.counts.humans,
            bot_clicks: day.counts.bots,
            preview_clicks: day.counts.previews,
            visitors: day.counts.visitors,
            ..Self::default()
        };
        for (dimension, values) in day.values {
            *record.values(dimension) = values.into_iter().map(ValueRecord::new).collect();
        }
        record
    }

    fn values(&mut self, dimension: Dimension) -> &mut Vec<ValueRecord> {
        match dimension {
            Dimension::Referrer => &mut self.referrers,
            Dimension::Browser => &mut self.browsers,
            Dimension::Os => &mut self.os,
            Dimension::Device => &mut self.devices,
            Dimension::Language => &mut self.languages,
        }
    }
}

impl Example for DayRecord {
    fn example() -> Self {
        let counts = Counts {
            humans: 9,
            bots: 2,
            previews: 1,
            visitors: 7,
        };
        let from_example = ("example.com".to_owned(), counts);
        let day = DailyClicks {
            date: Zone::UTC.date(examples::past()),
            counts,
            values: vec![(Dimension::Referrer, vec![from_example])],
        };
        Self::new(Some(LinkId(1)), day)
    }
}

/// The clicks of a day with one value in a dimension.
#[derive(Object)]
pub(super) struct ValueRecord {
    /// The value.
    pub value: String,
    /// All clicks.
    pub clicks: u64,
    /// Those of people.
    pub human_clicks: u64,
    /// Those of bots.
    pub bot_clicks: u64,
    /// Those of previews.
    pub preview_clicks: u64,
    /// People, each counted once for each link.
    pub visitors: u64,
}

impl ValueRecord {
    fn new((value, counts): (String, Counts)) -> Self {
        Self {
            value,
            clicks: counts.clicks(),
            human_clicks: counts.humans,
            bot_clicks: counts.bots,
            preview_clicks: counts.previews,
            visitors: counts.visitors,
        }
    }
}
