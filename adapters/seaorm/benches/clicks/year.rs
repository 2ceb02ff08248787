use korotko_core::click::{Click, Day, Tally};
use korotko_core::collection::CollectionName;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::{InsertCollection, Membership, Store};

use crate::clicks::{Source, Zipf};
use crate::compaction::{Compaction, print_size};
use crate::measure::{Place, insert_user, moment};

const LINKS: usize = 10_000;

/// How many links are there of which each is hardly clicked.
const THIN_LINKS: usize = 100_000;

pub const DAYS: i64 = 365;

const DAY: usize = 24 * 60 * 60;

/// A user's clicks of a year, on 10,000 links: half of them on the hundred that are clicked most.
#[derive(Debug)]
pub struct Year {
    pub owner: UserId,
    pub first_day: Day,
    pub hottest: LinkId,
    /// Every hundredth link, by how often they are clicked.
    pub spread: CollectionId,
    /// The hundred that are clicked most.
    pub hot: CollectionId,
}

impl Year {
    /// Counts the clicks of each day, and then compacts, as a sweep does.
    pub async fn fill(place: &Place, clicks: usize) -> Self {
        let source = Source::seeded(4);
        let owner = insert_user(&place.store, "ann@example.com").await;
        let links = source.insert_links(place, owner, LINKS).await;
        let zipf = Zipf::over(LINKS);
        let link = |source: &Source| links[zipf.one(source)];
        count(place, &source, owner, link, clicks)
            .await
            .print("hot", clicks);
        print_size(&place.raw().await).await;
        let spread: Vec<_> = links.iter().step_by(LINKS / 100).copied().collect();
        let year = Self {
            owner,
            first_day: Day::from_timestamp(moment(0)),
            hottest: links[0],
            spread: gather(place, owner, "Spread", &spread).await,
            hot: gather(place, owner, "Hot", &links[..100]).await,
        };
        place.analyze().await;
        year
    }

    /// Beside it, a year in which links are clicked now and then.
    pub async fn fill_thin(place: &Place, clicks: usize) {
        let source = Source::seeded(7);
        let owner = insert_user(&place.store, "thin@example.com").await;
        let links = source.insert_links(place, owner, THIN_LINKS).await;
        let link = |source: &Source| links[source.below(THIN_LINKS)];
        count(place, &source, owner, link, clicks)
            .await
            .print("thin", clicks);
        print_size(&place.raw().await).await;
    }
}

async fn count(
    place: &Place,
    source: &Source,
    owner: UserId,
    link: impl Fn(&Source) -> LinkId,
    clicks: usize,
) -> Compaction {
    let raw = place.raw().await;
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
            let unit = place.store.begin().await.unwrap();
            unit.clicks().add(&tallies).await.unwrap();
            unit.commit().await.unwrap();
        }
        let before = Day::from_timestamp(moment(day * DAY));
        compaction.run(place, &raw, before).await;
    }
    compaction
}

async fn gather(place: &Place, owner: UserId, name: &str, links: &[LinkId]) -> CollectionId {
    let unit = place.store.begin().await.unwrap();
    let set = InsertCollection {
        owner,
        name: CollectionName::parse(name).unwrap(),
        description: None,
        created_at: moment(0),
    };
    let collection = unit.collections().insert(&set).await.unwrap().id;
    let members = links.iter().map(|link| Membership {
        collection,
        link: *link,
    });
    let members: Vec<_> = members.collect();
    unit.memberships().insert(&members).await.unwrap();
    unit.commit().await.unwrap();
    collection
}
