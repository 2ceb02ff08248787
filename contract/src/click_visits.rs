//! Checks of [`ClickRepository`](korotko_core::ports::ClickRepository): first visits.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::write;
use super::given_clicks::visit;
use super::suite::checks;
use korotko_core::ports::Visit;

checks! { $ __click_visits_checks, click_visits:
    a_visit_is_first_only_once,
    ten_thousand_visitors_are_counted_exactly_and_more_approximately,
    an_uncommitted_visit_is_first_again,
    one_of_several_concurrent_identical_visits_is_first,
    units_that_insert_visits_in_opposite_orders_do_not_deadlock,
}

async fn insert(fixture: &StoreFixture, visits: &[Visit]) -> Vec<bool> {
    write(fixture, async |unit| {
        unit.clicks().insert_visits(visits).await
    })
    .await
}

pub async fn a_visit_is_first_only_once(fixture: &StoreFixture) {
    let (min, max) = (i64::MIN, i64::MAX);
    let visits = [
        visit(5, 7, 9),
        visit(5, 7, min),
        visit(5, 7, 9),
        visit(5, 8, 9),
        visit(6, 7, 9),
        visit(5, 7, max),
        visit(5, 7, min),
    ];
    let first = [true, true, false, true, true, true, false];
    assert_eq!(insert(fixture, &visits).await, first);
    assert_eq!(insert(fixture, &visits).await, [false; 7]);
    let more = [visit(5, 7, 9), visit(6, 8, 9), visit(6, 8, 9)];
    assert_eq!(insert(fixture, &more).await, [false, true, false]);
}

pub async fn an_uncommitted_visit_is_first_again(fixture: &StoreFixture) {
    let visits = [visit(5, 7, 9)];
    let unit = fixture.begin().await;
    let clicks = unit.clicks();
    assert_eq!(clicks.insert_visits(&visits).await.unwrap(), [true]);
    assert_eq!(clicks.insert_visits(&visits).await.unwrap(), [false]);
    drop(unit);
    assert_eq!(insert(fixture, &visits).await, [true]);
}

pub async fn one_of_several_concurrent_identical_visits_is_first(fixture: &StoreFixture) {
    let visits: Vec<_> = (0..50).map(|visitor| visit(5, 7, visitor)).collect();
    let inserts = (0..8).map(|_| insert(fixture, &visits));
    let inserts = join_all(inserts).await;
    for index in 0..visits.len() {
        let first = inserts.iter().filter(|first| first[index]).count();
        assert_eq!(first, 1, "{:?}", visits[index]);
    }
}

pub async fn units_that_insert_visits_in_opposite_orders_do_not_deadlock(fixture: &StoreFixture) {
    for day in 0..5 {
        let ascending: Vec<_> = (0..300).map(|visitor| visit(day, 7, visitor)).collect();
        let descending: Vec<_> = ascending.iter().rev().copied().collect();
        let orders = [&ascending, &descending, &ascending, &descending];
        let first = join_all(orders.map(|visits| insert(fixture, visits))).await;
        let first = first.iter().flatten().filter(|first| **first).count();
        assert_eq!(first, 300);
    }
}

pub async fn ten_thousand_visitors_are_counted_exactly_and_more_approximately(
    fixture: &StoreFixture,
) {
    let mut number = 0;
    for (part, all, off) in [(6_000, 6_000, 0), (4_000, 10_000, 0), (30_000, 40_000, 800)] {
        let visits: Vec<_> = (all - part..all)
            .map(|visitor| visit(5, 7, visitor))
            .collect();
        let first = insert(fixture, &visits).await;
        number += first.into_iter().filter(|first| *first).count();
        let expected = usize::try_from(all).unwrap();
        assert!(number.abs_diff(expected) <= off, "{number} of {all}");
    }
}
