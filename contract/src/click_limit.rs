//! Checks of [`ClickRepository`](korotko_core::ports::ClickRepository): consuming the clicks of links with a click limit.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{anonymous, commit, moment, write};
use super::given_clicks::{click, consume, give_clicks, preview};
use super::suite::checks;
use korotko_core::click::{Click, ClickKind};
use korotko_core::id::LinkId;

checks! { $ __click_limit_checks, click_limit:
    clicks_are_consumed_up_to_the_limit,
    a_thousand_concurrent_clicks_do_not_exceed_the_limit,
    a_consumed_click_is_rolled_back_with_its_unit,
    a_reset_continues_from_the_totals,
    free_previews_pass_until_used_up_or_the_link_is_exhausted,
    concurrent_previews_do_not_exceed_the_free_ones,
    a_reset_counts_previews_of_the_totals_as_passed,
}

async fn consumed(fixture: &StoreFixture, link: LinkId) -> u64 {
    let statistics = fixture.store.statistics();
    statistics.count_consumed(link).await.unwrap()
}

async fn reset(fixture: &StoreFixture, link: LinkId, free: u64) {
    write(fixture, async |unit| {
        unit.clicks().reset_consumed(link, free).await
    })
    .await;
}

pub async fn clicks_are_consumed_up_to_the_limit(fixture: &StoreFixture) {
    let [link, other] = ["a", "b"].map(anonymous);
    let link = fixture.insert_link(&link).await.id;
    let other = fixture.insert_link(&other).await.id;
    assert_eq!(consumed(fixture, link).await, 0);
    for (max, expected, after) in [
        (0, false, 0),
        (2, true, 1),
        (1, false, 1),
        (2, true, 2),
        (2, false, 2),
        (u64::MAX, true, 3),
        (0, false, 3),
    ] {
        assert_eq!(consume(fixture, link, max).await, expected, "of {max}");
        assert_eq!(consumed(fixture, link).await, after, "of {max}");
    }
    assert!(consume(fixture, other, 1).await, "each link has its own");
}

pub async fn a_thousand_concurrent_clicks_do_not_exceed_the_limit(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let calls = (0..1_000).map(|_| consume(fixture, link.id, 100));
    let through = join_all(calls).await;
    let through = through.into_iter().filter(|consumed| *consumed).count();
    assert_eq!(through, 100);
    assert_eq!(consumed(fixture, link.id).await, 100);
}

pub async fn a_consumed_click_is_rolled_back_with_its_unit(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let unit = fixture.begin().await;
    assert!(unit.clicks().consume(link.id, 1, 0).await.unwrap());
    assert!(!unit.clicks().consume(link.id, 1, 0).await.unwrap());
    drop(unit);
    assert_eq!(consumed(fixture, link.id).await, 0);
    assert!(consume(fixture, link.id, 1).await);
}

pub async fn a_reset_continues_from_the_totals(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let reset = || reset(fixture, link.id, 0);
    reset().await;
    assert_eq!(consumed(fixture, link.id).await, 0);
    for _ in 0..2 {
        assert!(consume(fixture, link.id, 9).await);
    }
    let unit = fixture.begin().await;
    give_clicks(&*unit, &mut [link.clone()], |_| 7).await;
    commit(unit).await;
    assert_eq!(consumed(fixture, link.id).await, 2, "as before");
    reset().await;
    assert_eq!(consumed(fixture, link.id).await, 7);
    assert!(consume(fixture, link.id, 8).await);
    assert!(!consume(fixture, link.id, 8).await);
    fixture.count_clicks(&[click(link.id, moment(1), 1)]).await;
    reset().await;
    assert_eq!(consumed(fixture, link.id).await, 8);
}

pub async fn free_previews_pass_until_used_up_or_the_link_is_exhausted(fixture: &StoreFixture) {
    let [link, other] = ["a", "b"].map(anonymous);
    let link = fixture.insert_link(&link).await.id;
    let other = fixture.insert_link(&other).await.id;
    for (passes, after) in [(true, 0), (true, 0), (true, 1), (true, 2), (false, 2)] {
        assert_eq!(preview(fixture, link, 2, 2).await, passes);
        assert_eq!(consumed(fixture, link).await, after);
    }
    assert!(!preview(fixture, link, 2, 9).await, "exhausted");
    assert!(preview(fixture, link, 3, 9).await, "not any more");
    assert_eq!(consumed(fixture, link).await, 2);
    assert!(consume(fixture, other, 1).await);
    assert!(!preview(fixture, other, 1, 2).await, "exhausted at once");
}

pub async fn concurrent_previews_do_not_exceed_the_free_ones(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let calls = (0..100).map(|_| preview(fixture, link.id, 5, 20));
    let passed = join_all(calls).await;
    let passed = passed.into_iter().filter(|passed| *passed).count();
    assert_eq!((passed, consumed(fixture, link.id).await), (25, 5));
}

pub async fn a_reset_counts_previews_of_the_totals_as_passed(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("k")).await;
    let looked = |second| Click {
        kind: ClickKind::Preview,
        visitor: None,
        ..click(link.id, moment(second), 1)
    };
    let clicks = [looked(1), looked(2), click(link.id, moment(3), 1)];
    fixture.count_clicks(&clicks).await;
    for (free, expected) in [(1, 2), (2, 1), (9, 1)] {
        reset(fixture, link.id, free).await;
        assert_eq!(consumed(fixture, link.id).await, expected, "{free}");
    }
    // Two of three have passed.
    assert!(preview(fixture, link.id, 2, 3).await);
    assert_eq!(consumed(fixture, link.id).await, 1);
    assert!(preview(fixture, link.id, 2, 3).await);
    assert_eq!(consumed(fixture, link.id).await, 2);
}
