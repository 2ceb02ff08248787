//! Checks of [`ClickRepository`](korotko_core::ports::ClickRepository): who comes for the first time.

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::write;
use super::given_clicks::visit;
use super::suite::checks;
use korotko_core::ports::Visit;

checks! { $ __click_visits_checks, click_visits:
    a_visit_is_the_first_once,
    ten_thousand_visitors_are_counted_exactly_and_more_nearly,
    a_visit_that_was_not_committed_is_the_first_again,
    of_parallel_notes_of_one_visit_one_is_the_first,
    units_that_note_visits_in_opposite_orders_do_not_wait_for_each_other,
}

async fn note(fixture: &StoreFixture, visits: &[Visit]) -> Vec<bool> {
    write(fixture, async |unit| {
        unit.clicks().insert_visits(visits).await
    })
    .await
}

pub async fn a_visit_is_the_first_once(fixture: &StoreFixture) {
    let (least, most) = (i64::MIN, i64::MAX);
    let visits = [
        visit(5, 7, 9),
        visit(5, 7, least),
        visit(5, 7, 9),
        visit(5, 8, 9),
        visit(6, 7, 9),
        visit(5, 7, most),
        visit(5, 7, least),
    ];
    let first = [true, true, false, true, true, true, false];
    assert_eq!(note(fixture, &visits).await, first);
    assert_eq!(note(fixture, &visits).await, [false; 7]);
    let more = [visit(5, 7, 9), visit(6, 8, 9), visit(6, 8, 9)];
    assert_eq!(note(fixture, &more).await, [false, true, false]);
}

pub async fn a_visit_that_was_not_committed_is_the_first_again(fixture: &StoreFixture) {
    let visits = [visit(5, 7, 9)];
    let unit = fixture.begin().await;
    let clicks = unit.clicks();
    assert_eq!(clicks.insert_visits(&visits).await.unwrap(), [true]);
    assert_eq!(clicks.insert_visits(&visits).await.unwrap(), [false]);
    drop(unit);
    assert_eq!(note(fixture, &visits).await, [true]);
}

pub async fn of_parallel_notes_of_one_visit_one_is_the_first(fixture: &StoreFixture) {
    let visits: Vec<_> = (0..50).map(|visitor| visit(5, 7, visitor)).collect();
    let notes = (0..8).map(|_| note(fixture, &visits));
    let notes = join_all(notes).await;
    for place in 0..visits.len() {
        let first = notes.iter().filter(|first| first[place]).count();
        assert_eq!(first, 1, "{:?}", visits[place]);
    }
}

pub async fn units_that_note_visits_in_opposite_orders_do_not_wait_for_each_other(
    fixture: &StoreFixture,
) {
    for day in 0..5 {
        let rising: Vec<_> = (0..300).map(|visitor| visit(day, 7, visitor)).collect();
        let falling: Vec<_> = rising.iter().rev().copied().collect();
        let orders = [&rising, &falling, &rising, &falling];
        let first = join_all(orders.map(|visits| note(fixture, visits))).await;
        let first = first.iter().flatten().filter(|first| **first).count();
        assert_eq!(first, 300);
    }
}

pub async fn ten_thousand_visitors_are_counted_exactly_and_more_nearly(fixture: &StoreFixture) {
    let mut number = 0;
    for (part, all, off) in [(6_000, 6_000, 0), (4_000, 10_000, 0), (30_000, 40_000, 800)] {
        let visits: Vec<_> = (all - part..all)
            .map(|visitor| visit(5, 7, visitor))
            .collect();
        let first = note(fixture, &visits).await;
        number += first.into_iter().filter(|first| *first).count();
        let expected = usize::try_from(all).unwrap();
        assert!(number.abs_diff(expected) <= off, "{number} of {all}");
    }
}
