use korotko_core::click::{Click, Day, Tally};
use korotko_core::collection::CollectionName;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::{InsertCollection, Membership, Store};

use crate::clicks::{Source, Zipf};
use crate::compaction::{Compaction, print_size};
use crate::measure::{Database, insert_user, moment};

const LINKS: usize = 10_000;

/// The number of links that are rarely clicked.
const THIN_LINKS: usize = 100_000;

pub const DAYS: i64 = 365;

const DAY: usize = 24 * 60 * 60;

/// A user's clicks of a year on 10,000 links, half of them on the hundred hottest.
#[derive(Debug)]
pub struct Year {
    pub owner: UserId,
    pub first_day: Day,
    pub hottest: LinkId,
    /// Every hundredth link, in order of clicks.
    pub spread: CollectionId,
    /// The hundred hottest links.
    pub hot: CollectionId,
}

impl Year {
    /// Counts the clicks of each day, followed by compaction, as in a sweep.
    pub async fn fill(database: &Database, clicks: usize) -> Self {
        let source = Source::seeded(4);
        let owner = insert_user(&database.store, "ann@example.com").await;
        let links = source.insert_links(database, owner, LINKS).await;
        let zipf = Zipf::over(LINKS);
        let link = |source: &Source| links[zipf.one(source)];
        count(database, &source, owner, link, clicks)
            .await
            .print("hot", clicks);
        print_size(&database.raw().await).await;
        let spread: Vec<_> = links.iter().step_by(LINKS / 100).copied().collect();
        let year = Self {
            owner,
            first_day: Day::from_timestamp(moment(0)),
            hottest: links[0],
            spread: gather(database, owner, "Spread", &spread).await,
            hot: gather(database, owner, "Hot", &links[..100]).await,
        };
        database.analyze().await;
        year
    }

    /// Another year, in which links are clicked rarely.
    pub async fn fill_thin(database: &Database, clicks: usize) {
        let source = Source::seeded(7);
        let owner = insert_user(&database.store, "thin@example.com").await;
        let links = source.insert_links(database, owner, THIN_LINKS).await;
        let link = |source: &Source| links[source.below(THIN_LINKS)];
        count(database, &source, owner, link, clicks)
            .await
            .print("thin", clicks);
        print_size(&database.raw().await).await;
    }
}

async fn count(
    database: &Database,
    source: &Source,
    owner: UserId,
    link: impl Fn(&Source) -> LinkId,
    clicks: usize,
) -> Compaction {
    let raw = database.raw().await;
    let mut compaction = Compaction::default();
    let days = usize::try_from(DAYS).unwrap();
    for day in 0..days {
        let of_day = clicks * day / days..clicks * (day + 1) / days;
        let mut seconds: Vec<_> = of_day.map(|_| day * DAY + source.below(DAY)).collect();
        seconds.sort_unstable();
        let clicks = seconds
            .iter()
            .map(|second| source.click(link(source), *second));
        let clicks: Vec<Click> = clicks.collect();
        for part in clicks.chunks(100_000) {
            let tallies =
                Tally::from_clicks(part, |_| Some(owner), |at| part[at].visitor.is_some());
            let unit = database.store.begin().await.unwrap();
            unit.clicks().add(&tallies).await.unwrap();
            unit.commit().await.unwrap();
        }
        let before = Day::from_timestamp(moment(day * DAY));
        compaction.run(database, &raw, before).await;
    }
    compaction
}

async fn gather(database: &Database, owner: UserId, name: &str, links: &[LinkId]) -> CollectionId {
    let unit = database.store.begin().await.unwrap();
    let insert = InsertCollection {
        owner,
        name: CollectionName::parse(name).unwrap(),
        description: None,
        created_at: moment(0),
    };
    let collection = unit.collections().insert(&insert).await.unwrap().id;
    let members = links.iter().map(|link| Membership {
        collection,
        link: *link,
    });
    let members: Vec<_> = members.collect();
    unit.memberships().insert(&members).await.unwrap();
    unit.commit().await.unwrap();
    collection
}
