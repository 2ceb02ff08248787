use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use korotko_core::click::{Day, Quarter};
use korotko_core::collection::CollectionName;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::ports::{InsertCollection, InsertLink, Membership, Store};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use crate::breakdowns::{VARIANTS, columns, sizes};
use crate::measure::{Numbers, Place, insert_user, link_of, moment};

const LINKS: usize = 10_000;

pub const DAYS: i64 = 365;

/// How many rows a statement inserts.
const ROWS: usize = 2_000;

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
    pub async fn fill(place: &Place, clicks: usize) -> Self {
        let began = Instant::now();
        let numbers = Numbers::seeded(4);
        let owner = insert_user(&place.store, "ann@example.com").await;
        let links = insert_links(place, owner, &numbers).await;
        let first_day = Day::of(moment(0));
        let raw = place.raw().await;
        references(&raw, "DISABLE").await;
        insert_counts(&raw, &links, first_day, clicks, &numbers).await;
        sum_up(&raw, owner).await;
        insert_breakdowns(&raw, clicks, &numbers).await;
        references(&raw, "ENABLE").await;
        let spread: Vec<_> = links.iter().step_by(LINKS / 100).copied().collect();
        let year = Self {
            owner,
            first_day,
            hottest: links[0],
            spread: gather(place, owner, "Spread", &spread).await,
            hot: gather(place, owner, "Hot", &links[..100]).await,
        };
        place.analyze().await;
        println!("Filled in {:.0} s.\n", began.elapsed().as_secs_f64());
        year
    }
}

/// Their rows are right, and looking up millions of them takes its time on PostgreSQL.
async fn references(raw: &DatabaseConnection, switch: &str) {
    if raw.get_database_backend() == DbBackend::Postgres {
        for owner in ["link", "user"] {
            for table in ["counts", "breakdowns"] {
                let sql = format!("ALTER TABLE {owner}_click_{table} {switch} TRIGGER ALL");
                raw.execute_unprepared(&sql).await.unwrap();
            }
        }
    }
}

async fn insert_links(place: &Place, owner: UserId, numbers: &Numbers) -> Vec<LinkId> {
    let mut ids = Vec::new();
    for first in (0..LINKS).step_by(1_000) {
        let links = first..first + 1_000;
        let links: Vec<InsertLink> = links
            .map(|number| link_of(owner, number, LINKS, numbers))
            .collect();
        let unit = place.store.begin().await.unwrap();
        let inserted = unit.link_batches().insert(&links).await.unwrap();
        unit.commit().await.unwrap();
        ids.extend(inserted.into_iter().flatten().map(|link| link.id));
    }
    ids
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

/// How often links are clicked, added up from the first on: the share of the n-th is one n-th of that of the first.
fn shares() -> Vec<f64> {
    let mut sum = 0.0;
    let share = |number: u32| {
        sum += 1.0 / f64::from(number);
        sum
    };
    (1..=u32::try_from(LINKS).unwrap()).map(share).collect()
}

/// The rows of quarters, as they come: the one of a quarter, and then those of the next.
async fn insert_counts(
    raw: &DatabaseConnection,
    links: &[LinkId],
    first_day: Day,
    clicks: usize,
    numbers: &Numbers,
) {
    let shares = shares();
    let all = shares[LINKS - 1];
    let first = first_day.first_quarter().0;
    let quarters = usize::try_from(DAYS * Quarter::PER_DAY).unwrap();
    let mut rows: Vec<String> = Vec::new();
    for (place, quarter) in (first..).take(quarters).enumerate() {
        let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
        let until = clicks * (place + 1) / quarters;
        for _ in clicks * place / quarters..until {
            let random = u32::try_from(numbers.next() >> 32).unwrap();
            let random = f64::from(random) / f64::from(u32::MAX) * all;
            let link = shares.partition_point(|share| *share < random);
            *counts.entry(link.min(LINKS - 1)).or_default() += 1;
        }
        for (link, count) in counts {
            let (link, visitors) = (links[link], count.div_ceil(2));
            rows.push(format!("({link},{quarter},0,0,{count},0,0,{visitors})"));
        }
        if rows.len() >= ROWS || place + 1 == quarters {
            insert(raw, "link_click_counts", &rows).await;
            rows.clear();
        }
    }
}

async fn insert(raw: &DatabaseConnection, table: &str, rows: &[String]) {
    if !rows.is_empty() {
        let columns = "link_id, period, grain, shard, humans, bots, previews, visitors";
        let rows = rows.join(",");
        let sql = format!("INSERT INTO {table} ({columns}) VALUES {rows}");
        raw.execute_unprepared(&sql).await.unwrap();
    }
}

/// The rows of days, and those of the user.
async fn sum_up(raw: &DatabaseConnection, owner: UserId) {
    let sums = "sum(humans), 0, 0, sum(visitors)";
    let days = format!(
        "INSERT INTO link_click_counts (link_id, period, grain, shard, humans, bots, previews, visitors)
        SELECT link_id, period / 96, 1, 0, {sums} FROM link_click_counts WHERE grain = 0
        GROUP BY link_id, period / 96 ORDER BY period / 96, link_id"
    );
    let user = format!(
        "INSERT INTO user_click_counts (user_id, period, grain, shard, humans, bots, previews, visitors)
        SELECT {owner}, period, grain, 0, {sums} FROM link_click_counts
        GROUP BY period, grain ORDER BY grain, period"
    );
    for sql in [days, user] {
        raw.execute_unprepared(&sql).await.unwrap();
    }
}

/// To every row of counts one of values, of about as many clicks.
async fn insert_breakdowns(raw: &DatabaseConnection, clicks: usize, numbers: &Numbers) {
    let names = "referrers, browsers, systems, devices, languages";
    let (kind, quote) = match raw.get_database_backend() {
        DbBackend::Postgres => ("bytea", r"'\x"),
        _ => ("blob", "X'"),
    };
    let columns_of = names.replace(',', &format!(" {kind},"));
    let table = format!(
        "CREATE TABLE samples (least bigint, variant bigint, {columns_of} {kind}, PRIMARY KEY (least, variant))"
    );
    raw.execute_unprepared(&table).await.unwrap();
    let sizes = sizes(clicks as u64 / 100);
    for size in &sizes {
        let mut rows = Vec::new();
        for variant in 0..VARIANTS {
            let columns = columns(*size, numbers);
            let columns = columns.map(|hex| format!("{quote}{hex}'")).join(",");
            rows.push(format!("({size},{variant},{columns})"));
        }
        let sql = format!("INSERT INTO samples VALUES {}", rows.join(","));
        raw.execute_unprepared(&sql).await.unwrap();
    }
    for (owner, id) in [("link", "link_id"), ("user", "user_id")] {
        for grain in 0..2 {
            let sql = format!(
                "INSERT INTO {owner}_click_breakdowns ({id}, period, grain, shard, {names})
                SELECT counts.{id}, counts.period, counts.grain, counts.shard, {names}
                FROM {owner}_click_counts AS counts CROSS JOIN samples
                WHERE counts.grain = {grain} AND samples.variant = (counts.period + counts.{id}) % {VARIANTS}
                    AND samples.least = {}
                ORDER BY counts.period, counts.{id}",
                bucket(&sizes)
            );
            raw.execute_unprepared(&sql).await.unwrap();
        }
    }
}

/// The largest size that is not above the row's number of clicks.
fn bucket(sizes: &[u64]) -> String {
    let mut sql = String::from("CASE");
    for size in sizes.iter().rev() {
        write!(sql, " WHEN counts.humans >= {size} THEN {size}").unwrap();
    }
    sql + " END"
}
