//! Checks of [`SaltRepository`](korotko_core::ports::SaltRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{commit, write};
use super::suite::checks;
use korotko_core::click::{Day, VisitorSalt};

checks! { $ __salt_repository_checks, salt_repository:
    a_salt_is_found_by_its_day,
    a_day_keeps_its_first_salt,
    concurrent_inserts_return_the_same_salt,
    an_uncommitted_salt_is_not_found,
    salts_of_past_days_are_removed,
}

fn salt(day: i64, byte: u8) -> VisitorSalt {
    VisitorSalt::new(Day(day), [byte; VisitorSalt::LENGTH])
}

async fn insert(fixture: &StoreFixture, salt: &VisitorSalt) -> VisitorSalt {
    write(fixture, async |unit| unit.salts().insert(salt).await).await
}

async fn find(fixture: &StoreFixture, day: i64) -> Option<VisitorSalt> {
    let unit = fixture.begin().await;
    unit.salts().find(Day(day)).await.unwrap()
}

pub async fn a_salt_is_found_by_its_day(fixture: &StoreFixture) {
    assert_eq!(find(fixture, 20_000).await, None);
    // With zeros and high bytes.
    let mut bytes = [0; VisitorSalt::LENGTH];
    bytes[1] = 0xff;
    let wanted = VisitorSalt::new(Day(20_000), bytes);
    assert_eq!(insert(fixture, &wanted).await, wanted);
    assert_eq!(find(fixture, 20_000).await, Some(wanted));
    assert_eq!(find(fixture, 20_001).await, None);
}

pub async fn a_day_keeps_its_first_salt(fixture: &StoreFixture) {
    let first = insert(fixture, &salt(5, 1)).await;
    assert_eq!(insert(fixture, &salt(5, 2)).await, first);
    assert_eq!(find(fixture, 5).await, Some(first));
}

pub async fn concurrent_inserts_return_the_same_salt(fixture: &StoreFixture) {
    let asked = (0..8).map(|byte| async move { insert(fixture, &salt(5, byte)).await });
    let got = join_all(asked).await;
    let found = find(fixture, 5).await.unwrap();
    assert!(got.iter().all(|got| *got == found), "{got:?}");
}

pub async fn an_uncommitted_salt_is_not_found(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    unit.salts().insert(&salt(5, 1)).await.unwrap();
    drop(unit);
    assert_eq!(find(fixture, 5).await, None);
    assert_eq!(insert(fixture, &salt(5, 2)).await, salt(5, 2));
}

pub async fn salts_of_past_days_are_removed(fixture: &StoreFixture) {
    for day in 3..7 {
        insert(fixture, &salt(day, 1)).await;
    }
    let unit = fixture.begin().await;
    assert_eq!(unit.salts().delete_before(Day(5)).await.unwrap(), 2);
    assert_eq!(unit.salts().delete_before(Day(5)).await.unwrap(), 0);
    commit(unit).await;
    for (day, exists) in [(3, false), (4, false), (5, true), (6, true)] {
        assert_eq!(find(fixture, day).await.is_some(), exists, "{day}");
    }
}
