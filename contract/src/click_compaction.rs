//! Checks of [`ClickRepository::compact`](korotko_core::ports::ClickRepository::compact): no count changes, whatever is written
//! concurrently.

use std::ops::Range;

use futures_util::future::{join, join_all};

use super::StoreFixture;
use super::click_statistics::{Given, given};
use super::given::{anonymous, moment, write};
use super::given_clicks::{Numbers, any_click, click, quarter};
use super::suite::checks;
use korotko_core::click::{Counts, Day};
use korotko_core::id::LinkId;
use korotko_core::ports::ClickSubject;

checks! { $ __click_compaction_checks, click_compaction:
    without_clicks_there_is_nothing_to_compact,
    compaction_changes_no_count,
    clicks_folded_after_compaction_are_counted,
    concurrent_compaction_loses_no_clicks,
    an_uncommitted_compaction_is_undone,
    compacted_counts_are_deleted_with_their_account,
}

/// The number of days over which the clicks are spread.
const DAYS: i64 = 150;

/// Periods within these days: all, with partial days, within one day, of a few days and of many.
fn periods() -> [Range<i64>; 8] {
    let first = quarter(0).0;
    let all = [
        (0, DAYS * 96),
        (1, 96 * 96 - 1),
        (96 * 20 + 70, 96 * 140 + 5),
        (96 * 30, 96 * 31),
        (96 * 60 + 5, 96 * 60 + 50),
        (96 * 61 + 90, 96 * 62 + 3),
        (96 * 64, 96 * 128),
        (96 * 120 - 23, 96 * 400),
    ];
    all.map(|(from, until)| first + from..first + until)
}

/// Day `number`, counted from the first day with clicks.
fn day(number: i64) -> Day {
    Day(quarter(0).day().0 + number)
}

/// Compacts, a unit at a time, until nothing is left.
async fn compact(fixture: &StoreFixture, before: Day) {
    for _ in 0..1_000 {
        let is_left = write(fixture, async |unit| unit.clicks().compact(before).await).await;
        if !is_left {
            return;
        }
    }
    panic!("compaction does not end");
}

impl Given {
    async fn assert_all(&self, fixture: &StoreFixture) {
        let nobodys = [self.nobodys];
        for quarters in periods() {
            let subjects = [
                (ClickSubject::Owner(self.ann), &self.anns[..]),
                (ClickSubject::Collection(self.collection), &self.anns[1..]),
                (ClickSubject::Link(self.anns[0]), &self.anns[..1]),
                (ClickSubject::Link(self.nobodys), &nobodys),
            ];
            self.assert_numbers(fixture, quarters, &subjects).await;
        }
    }
}

pub async fn without_clicks_there_is_nothing_to_compact(fixture: &StoreFixture) {
    compact(fixture, Day(0)).await;
    fixture.insert_link(&anonymous("k")).await;
    compact(fixture, day(DAYS)).await;
}

pub async fn compaction_changes_no_count(fixture: &StoreFixture) {
    let given = given(fixture, DAYS).await;
    for before in [3, 70, 70, DAYS + 1] {
        compact(fixture, day(before)).await;
        given.assert_all(fixture).await;
    }
    for link in &given.anns {
        let all = fixture.count_all(ClickSubject::Link(*link)).await;
        assert_eq!(fixture.totals(*link).await.counts, all);
    }
}

pub async fn clicks_folded_after_compaction_are_counted(fixture: &StoreFixture) {
    let mut given = given(fixture, DAYS).await;
    compact(fixture, day(100)).await;
    let mut numbers = Numbers(7);
    for _ in 0..2 {
        let late: Vec<_> = (0..200)
            .map(|_| any_click(&mut numbers, &given.anns, 120))
            .collect();
        given.clicks.extend(fixture.count_clicks(&late).await);
    }
    given.assert_all(fixture).await;
    compact(fixture, day(110)).await;
    given.assert_all(fixture).await;
}

async fn count_each(fixture: &StoreFixture, link: LinkId) {
    for visitor in 0..20 {
        let at = moment(visitor * 60 * 60);
        fixture.count_clicks(&[click(link, at, visitor)]).await;
    }
}

pub async fn concurrent_compaction_loses_no_clicks(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = super::given_links::own(ann, "a");
    let link = fixture.insert_link(&link).await.id;
    let counting = join_all((0..4).map(|_| count_each(fixture, link)));
    let compacting = join_all((0..2).map(|_| async {
        for _ in 0..10 {
            compact(fixture, day(2)).await;
        }
    }));
    join(counting, compacting).await;
    for _ in 0..2 {
        for subject in [ClickSubject::Link(link), ClickSubject::Owner(ann)] {
            let all = fixture.count_all(subject).await;
            let expected = Counts {
                humans: 80,
                visitors: 20,
                ..Counts::default()
            };
            assert_eq!(all, expected);
        }
        compact(fixture, day(2)).await;
    }
}

pub async fn an_uncommitted_compaction_is_undone(fixture: &StoreFixture) {
    let given = given(fixture, DAYS).await;
    let unit = fixture.begin().await;
    for _ in 0..3 {
        unit.clicks().compact(day(DAYS)).await.unwrap();
    }
    drop(unit);
    given.assert_all(fixture).await;
    compact(fixture, day(DAYS)).await;
    given.assert_all(fixture).await;
}

pub async fn compacted_counts_are_deleted_with_their_account(fixture: &StoreFixture) {
    let given = given(fixture, DAYS).await;
    compact(fixture, day(100)).await;
    assert!(fixture.delete_user(given.ann).await);
    given.assert_ann_is_deleted(fixture, &periods()).await;
}
