//! Checks of [`ClickLogRepository`](korotko_core::ports::ClickLogRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{assert_broken, assert_conflict, commit, just_after, just_before, moment};
use super::suite::checks;
use korotko_core::click::Day;
use korotko_core::ports::ClickLogId;

checks! { $ __click_log_repository_checks, click_log_repository:
    an_unknown_log_has_no_position,
    a_position_is_noted_and_moved,
    logs_are_told_apart_by_all_their_bits,
    a_position_that_moved_meanwhile_is_refused,
    of_parallel_first_positions_one_is_noted,
    parallel_moves_wait_for_each_other,
    a_position_goes_back_with_its_unit,
    dropped_clicks_add_up_by_day,
    positions_that_were_not_moved_are_forgotten,
}

const LOG: ClickLogId = ClickLogId(7);

pub async fn an_unknown_log_has_no_position(fixture: &StoreFixture) {
    assert_eq!(find(fixture, LOG).await, None);
    let unit = fixture.begin().await;
    let found = unit.click_logs().find_position(LOG).await;
    assert_eq!(found.unwrap(), None);
}

pub async fn a_position_is_noted_and_moved(fixture: &StoreFixture) {
    let far = 1 << 50;
    for (before, position) in [(None, 0), (Some(0), 9), (Some(9), far), (Some(far), 3)] {
        fixture.set_position(LOG, before, position).await;
        assert_eq!(find(fixture, LOG).await, Some(position));
        let unit = fixture.begin().await;
        let found = unit.click_logs().find_position(LOG).await;
        assert_eq!(found.unwrap(), Some(position));
    }
}

pub async fn logs_are_told_apart_by_all_their_bits(fixture: &StoreFixture) {
    let logs = [0, 1, 1 << 63, 1 << 64, 1 << 127, u128::MAX].map(ClickLogId);
    for (position, log) in logs.into_iter().enumerate() {
        fixture.set_position(log, None, position as u64).await;
    }
    for (position, log) in logs.into_iter().enumerate() {
        assert_eq!(find(fixture, log).await, Some(position as u64), "{log}");
    }
}

pub async fn a_position_that_moved_meanwhile_is_refused(fixture: &StoreFixture) {
    fixture.set_position(LOG, None, 5).await;
    for before in [None, Some(4), Some(0)] {
        let unit = fixture.begin().await;
        let moved = unit.click_logs().set_position(LOG, before, 9, moment(1));
        assert_conflict(&moved.await);
        assert_broken(&unit.commit().await);
    }
    let unit = fixture.begin().await;
    let unknown = ClickLogId(8);
    let moved = unit
        .click_logs()
        .set_position(unknown, Some(5), 9, moment(1));
    assert_conflict(&moved.await);
    drop(unit);
    assert_eq!(find(fixture, LOG).await, Some(5));
    assert_eq!(find(fixture, unknown).await, None);
}

pub async fn of_parallel_first_positions_one_is_noted(fixture: &StoreFixture) {
    let notes = (1..=8).map(|position| async move {
        let unit = fixture.begin().await;
        let logs = unit.click_logs();
        let found = logs.find_position(LOG).await.unwrap();
        if found.is_some() {
            return None;
        }
        let noted = logs.set_position(LOG, None, position, moment(1)).await;
        if noted.is_err() {
            assert_conflict(&noted);
            return None;
        }
        commit(unit).await;
        Some(position)
    });
    let noted: Vec<_> = join_all(notes).await.into_iter().flatten().collect();
    assert_eq!(noted.len(), 1);
    assert_eq!(find(fixture, LOG).await, Some(noted[0]));
}

pub async fn parallel_moves_wait_for_each_other(fixture: &StoreFixture) {
    fixture.set_position(LOG, None, 0).await;
    let moves = (0..8).map(|_| async {
        let unit = fixture.begin().await;
        let logs = unit.click_logs();
        let before = logs.find_position(LOG).await.unwrap().unwrap();
        let moved = logs.set_position(LOG, Some(before), before + 10, moment(1));
        moved.await.unwrap();
        commit(unit).await;
    });
    join_all(moves).await;
    assert_eq!(find(fixture, LOG).await, Some(80));
}

pub async fn a_position_goes_back_with_its_unit(fixture: &StoreFixture) {
    fixture.set_position(LOG, None, 5).await;
    let unit = fixture.begin().await;
    let logs = unit.click_logs();
    logs.set_position(LOG, Some(5), 9, moment(1)).await.unwrap();
    logs.add_dropped(Day(1), 9).await.unwrap();
    assert_eq!(find(fixture, LOG).await, Some(5), "before the commit");
    drop(unit);
    assert_eq!(find(fixture, LOG).await, Some(5));
    let dropped = fixture.store.click_logs().count_dropped(Day(0)).await;
    assert_eq!(dropped.unwrap(), 0);
}

pub async fn dropped_clicks_add_up_by_day(fixture: &StoreFixture) {
    let additions = [(3, 1), (5, 10), (5, 20), (4, 100), (5, 0)];
    let additions = additions.map(|(day, clicks)| async move {
        let unit = fixture.begin().await;
        let added = unit.click_logs().add_dropped(Day(day), clicks).await;
        added.unwrap();
        commit(unit).await;
    });
    join_all(additions).await;
    for (since, expected) in [(0, 131), (3, 131), (4, 130), (5, 30), (6, 0)] {
        let dropped = fixture.store.click_logs().count_dropped(Day(since)).await;
        assert_eq!(dropped.unwrap(), expected, "since {since}");
    }
}

pub async fn positions_that_were_not_moved_are_forgotten(fixture: &StoreFixture) {
    let until = moment(5);
    let [old, moved, new] = [1, 2, 3].map(ClickLogId);
    let unit = fixture.begin().await;
    let logs = unit.click_logs();
    for (log, at) in [
        (old, just_before(until)),
        (moved, moment(0)),
        (new, just_after(until)),
    ] {
        logs.set_position(log, None, 1, at).await.unwrap();
    }
    let later = just_after(until);
    logs.set_position(moved, Some(1), 2, later).await.unwrap();
    assert_eq!(logs.delete_positions(until).await.unwrap(), 1);
    commit(unit).await;
    assert_eq!(find(fixture, old).await, None);
    assert_eq!(find(fixture, moved).await, Some(2));
    assert_eq!(find(fixture, new).await, Some(1));
}

async fn find(fixture: &StoreFixture, log: ClickLogId) -> Option<u64> {
    let logs = fixture.store.click_logs();
    logs.find_position(log).await.unwrap()
}

impl StoreFixture {
    /// Notes a position in a unit of its own and commits it.
    pub(super) async fn set_position(&self, log: ClickLogId, before: Option<u64>, position: u64) {
        let unit = self.begin().await;
        let logs = unit.click_logs();
        let noted = logs.set_position(log, before, position, moment(1));
        noted.await.unwrap();
        commit(unit).await;
    }
}
