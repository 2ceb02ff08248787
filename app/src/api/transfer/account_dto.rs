//! The JSON of an account export.

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
use crate::api::keys::KeyView;
use crate::api::reports::dto::ReportView;
use crate::api::reports::schedule_dto::ScheduleView;
use crate::api::sessions::SessionView;
use crate::api::shares::ShareRecord;
use crate::api::users::AccountView;

/// All data of a user.
#[derive(Object)]
#[oai(example)]
pub(super) struct AccountRecord {
    /// When the export was created.
    pub exported_at: DateTime<Utc>,
    /// The account.
    pub user: AccountView,
    /// All sessions of browsers, without their secrets.
    pub sessions: Vec<SessionView>,
    /// All API keys, without their secrets.
    pub keys: Vec<KeyView>,
    /// All collections.
    pub collections: Vec<CollectionView>,
    /// All shares, without their tokens.
    pub shares: Vec<ShareRecord>,
    /// All schedules.
    pub schedules: Vec<ScheduleView>,
    /// All reports.
    pub reports: Vec<ReportView>,
    /// All links, including those in the trash.
    pub links: Vec<AccountLinkRecord>,
    /// The clicks of each day: first of all links together, including deleted ones, then of each link.
    pub clicks: Vec<DailyClicksRecord>,
}

impl Example for AccountRecord {
    fn example() -> Self {
        Self {
            exported_at: examples::past(),
            user: AccountView::example(),
            sessions: vec![SessionView::example()],
            keys: vec![KeyView::example()],
            collections: vec![CollectionView::example()],
            shares: vec![ShareRecord::example()],
            schedules: vec![ScheduleView::example()],
            reports: vec![ReportView::example()],
            links: vec![AccountLinkRecord::example()],
            clicks: vec![DailyClicksRecord::example()],
        }
    }
}

/// A link in the export of an account.
#[derive(Object)]
pub(super) struct AccountLinkRecord {
    /// The id, which is never reused.
    pub id: i64,
    /// The fields of an export of links.
    #[oai(flatten)]
    pub link: LinkRecord,
    /// The number of clicks of people, without bots and previews.
    pub human_clicks: u64,
    /// The time of the last click; `null` if there was none.
    #[oai(nullable)]
    pub last_click_at: Option<DateTime<Utc>>,
    /// The revision, which rises with each change.
    pub revision: i64,
    /// When the link was last changed.
    pub updated_at: DateTime<Utc>,
    /// When the link was moved to the trash; `null` if it is not in the trash.
    #[oai(nullable)]
    pub deleted_at: Option<DateTime<Utc>>,
}

impl AccountLinkRecord {
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

impl Example for AccountLinkRecord {
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
#[oai(rename = "DailyClicks")]
pub(super) struct DailyClicksRecord {
    /// The id of the link; `null` for all links together.
    #[oai(nullable)]
    pub link_id: Option<i64>,
    /// The day (UTC).
    pub date: NaiveDate,
    /// All clicks.
    pub clicks: u64,
    /// Clicks of people.
    pub human_clicks: u64,
    /// Clicks of bots.
    pub bot_clicks: u64,
    /// Clicks of previews.
    pub preview_clicks: u64,
    /// Visitors: people, each counted once per link.
    pub visitors: u64,
    /// By the host of the referring page; empty for none.
    pub referrers: Vec<ValueRecord>,
    /// By browser; empty for unknown.
    pub browsers: Vec<ValueRecord>,
    /// By operating system; empty for unknown.
    pub os: Vec<ValueRecord>,
    /// By device.
    pub devices: Vec<ValueRecord>,
    /// By preferred language; empty for none.
    pub languages: Vec<ValueRecord>,
}

impl DailyClicksRecord {
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

impl Example for DailyClicksRecord {
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

/// The clicks of a day with one value of a dimension.
#[derive(Object)]
#[oai(rename = "ClicksByValue")]
pub(super) struct ValueRecord {
    /// The value.
    pub value: String,
    /// All clicks.
    pub clicks: u64,
    /// Clicks of people.
    pub human_clicks: u64,
    /// Clicks of bots.
    pub bot_clicks: u64,
    /// Clicks of previews.
    pub preview_clicks: u64,
    /// Visitors: people, each counted once per link.
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
