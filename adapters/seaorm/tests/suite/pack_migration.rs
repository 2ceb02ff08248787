//! The step that packs clicks, with data, there and back.

use std::collections::BTreeMap;

use korotko_core::click::{Counts, Day, Dimension, Quarter, Span, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{ClickSubject, Shard, Store};
use korotko_seaorm::SeaStore;
use sea_orm::ConnectionTrait;

use crate::given::{Place, insert_user, moment, new_link, on_both, steps_back_over, tally};
use crate::schema::{count, dump};

on_both!(
    a_step_back_unpacks_and_no_number_changes,
    packs_that_cannot_be_read_are_not_thrown_away,
);

const LINKS: [&str; 3] = [
    "link_click_counts",
    "link_click_breakdowns",
    "link_count_packs",
];

/// So many quarters are clicked in, about three a day.
const QUARTERS: i64 = 400;

/// A user's link, and one of nobody, with clicks.
async fn fill(store: &SeaStore) -> (UserId, Vec<LinkId>) {
    let ann = insert_user(store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let mut links = Vec::new();
    for (code, owner) in [("own", Some(ann)), ("k", None)] {
        let link = unit.links().insert(&new_link(code, owner)).await.unwrap();
        links.push(link.id);
        for number in 0..QUARTERS {
            let tally = varied(link.id, owner, number);
            let shard = Shard::of(number.unsigned_abs());
            unit.clicks().add(shard, &[tally]).await.unwrap();
        }
    }
    unit.commit().await.unwrap();
    (ann, links)
}

/// The clicks of some quarter of an hour.
fn varied(link: LinkId, owner: Option<UserId>, number: i64) -> Tally {
    let at = moment(number * 29 * 900);
    let mut tally = tally(link, owner, at, 1 + number.unsigned_abs() * 7 % 300);
    tally.counts.bots = tally.counts.humans % 3;
    tally.counts.visitors = 1;
    let value = |dimension| format!("{dimension:?} {}", number % 5);
    let values = Dimension::ALL.map(|of| ((of, value(of)), tally.counts));
    tally.values = values.into_iter().collect();
    tally
}

async fn pack(store: &SeaStore, before: Day) {
    let mut after = None;
    loop {
        let unit = store.begin().await.unwrap();
        after = unit.clicks().pack(after, before).await.unwrap();
        unit.commit().await.unwrap();
        if after.is_none() {
            return;
        }
    }
}

/// All numbers: by quarter, by day, and by value within a stretch that has edges.
async fn numbers(store: &SeaStore, ann: UserId, links: &[LinkId]) -> Vec<String> {
    let statistics = store.statistics();
    let first = Quarter::of(moment(0)).0;
    let quarters = first..first + QUARTERS * 30;
    let span = Span::new(Quarter(first + 17), Quarter(first + QUARTERS * 29 - 5));
    let mut lines = Vec::new();
    let subjects = links.iter().map(|link| ClickSubject::Link(*link));
    for subject in subjects.chain([ClickSubject::Owner(ann)]) {
        for step in [1, 96] {
            let steps = statistics.count_by_step(subject, quarters.clone(), 12, step);
            lines.push(format!("{:?}", steps.await.unwrap()));
        }
        for dimension in Dimension::ALL {
            let values = statistics.count_by_value(subject, &span, dimension);
            let values: BTreeMap<String, Counts> = values.await.unwrap().into_iter().collect();
            lines.push(format!("{values:?}"));
        }
    }
    lines
}

async fn a_step_back_unpacks_and_no_number_changes(place: Place) {
    let store = place.store().await;
    let (ann, links) = fill(&store).await;
    let raw = place.raw().await;
    let schema = dump(&raw).await;
    let before = numbers(&store, ann, &links).await;
    let loose = count(&raw, LINKS[0]).await;
    let day = |number: i64| Day(Day::of(moment(0)).0 + number);
    // One block, and later the rest.
    for (until, packs) in [(day(20), 2), (day(130), 6)] {
        pack(&store, until).await;
        assert_eq!(count(&raw, LINKS[2]).await, packs);
        assert_eq!(numbers(&store, ann, &links).await, before);
    }
    assert!(count(&raw, LINKS[0]).await < loose / 4);
    // What came late stands beside what was packed.
    let unit = store.begin().await.unwrap();
    let late = [varied(links[0], Some(ann), 3)];
    unit.clicks().add(Shard::of(0), &late).await.unwrap();
    unit.commit().await.unwrap();
    let before = numbers(&store, ann, &links).await;

    let steps = steps_back_over(&store, STEP).await;
    let taken_back = store.migrate_down(steps).await.unwrap();
    assert_eq!(taken_back[0], STEP);
    // The late one has a row of its quarter and one of its day.
    assert_eq!(count(&raw, LINKS[0]).await, loose_rows() + 2);
    assert_eq!(count(&raw, LINKS[1]).await, loose_rows() + 2);
    store.migrate_up().await.unwrap();
    assert_eq!(dump(&raw).await, schema);
    assert_eq!(numbers(&store, ann, &links).await, before);
    pack(&store, day(130)).await;
    assert_eq!(numbers(&store, ann, &links).await, before);
}

const STEP: &str = "m20261128_000011_pack_clicks";

/// The rows of the links, when each stretch of time has one.
fn loose_rows() -> i64 {
    let quarters = (0..QUARTERS).map(|number| Quarter::of(moment(number * 29 * 900)));
    let mut days: Vec<_> = quarters.map(Quarter::day).collect();
    days.dedup();
    2 * (QUARTERS + i64::try_from(days.len()).unwrap())
}

async fn packs_that_cannot_be_read_are_not_thrown_away(place: Place) {
    let store = place.store().await;
    fill(&store).await;
    let far = Day(Day::of(moment(0)).0 + 1_000);
    pack(&store, far).await;
    let raw = place.raw().await;
    let packs = count(&raw, LINKS[2]).await;
    let spoil = "UPDATE link_count_packs SET days = substr(days, 1, 3)";
    raw.execute_unprepared(spoil).await.unwrap();
    let steps = steps_back_over(&store, STEP).await;
    assert!(store.migrate_down(steps).await.is_err());
    assert_eq!(count(&raw, LINKS[2]).await, packs);
    assert_eq!(count(&raw, LINKS[0]).await, 0);
}
