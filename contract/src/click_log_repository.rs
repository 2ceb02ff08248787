//! Checks of [`ClickLogRepository`](korotko_core::ports::ClickLogRepository).

use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{assert_conflict, assert_internal, commit, just_after, just_before, moment};
use super::suite::checks;
use korotko_core::click::Day;
use korotko_core::id::LinkId;
use korotko_core::ports::{BegunPart, ClickLogId, LogOffset};

checks! { $ __click_log_repository_checks, click_log_repository:
    an_unknown_log_has_no_offset,
    an_offset_is_set_and_changed,
    a_begun_part_is_kept_and_ends,
    logs_are_distinguished_by_all_bits_of_their_id,
    a_stale_offset_is_refused,
    one_of_several_concurrent_first_offsets_is_set,
    concurrent_offset_changes_are_serialised,
    an_offset_is_rolled_back_with_its_unit,
    dropped_clicks_add_up_by_day,
    offsets_not_set_recently_are_deleted,
}

const LOG: ClickLogId = ClickLogId(7);

pub async fn an_unknown_log_has_no_offset(fixture: &StoreFixture) {
    assert_eq!(find(fixture, LOG).await, None);
    let unit = fixture.begin().await;
    let found = unit.click_logs().find_offset(LOG).await;
    assert_eq!(found.unwrap(), None);
}

pub async fn an_offset_is_set_and_changed(fixture: &StoreFixture) {
    assert_offsets(fixture, &[0, 9, 1 << 50, 3].map(LogOffset::at)).await;
}

pub async fn a_begun_part_is_kept_and_ends(fixture: &StoreFixture) {
    let begun = [begun(9, 20, 4), begun(9, 20, 1 << 50), begun(9, 1 << 50, 0)];
    let [first, second, third] = begun;
    let ended = LogOffset::at(20);
    assert_offsets(fixture, &[first, second, ended, third, first]).await;
}

/// Sets these offsets one after the other.
async fn assert_offsets(fixture: &StoreFixture, offsets: &[LogOffset]) {
    let mut before = None;
    for offset in offsets.iter().copied().map(Some) {
        fixture.change_offset(LOG, before, offset.unwrap()).await;
        assert_eq!(find_offset(fixture, LOG).await, offset);
        let unit = fixture.begin().await;
        let found = unit.click_logs().find_offset(LOG).await;
        assert_eq!(found.unwrap(), offset);
        before = offset;
    }
}

/// A log that is folded up to an offset, and after that up to a link.
fn begun(offset: u64, until: u64, link: i64) -> LogOffset {
    let link = LinkId(link);
    LogOffset {
        offset,
        begun: Some(BegunPart { until, link }),
    }
}

pub async fn logs_are_distinguished_by_all_bits_of_their_id(fixture: &StoreFixture) {
    let logs = [0, 1, 1 << 63, 1 << 64, 1 << 127, u128::MAX].map(ClickLogId);
    for (offset, log) in logs.into_iter().enumerate() {
        fixture.set_offset(log, None, offset as u64).await;
    }
    for (offset, log) in logs.into_iter().enumerate() {
        assert_eq!(find(fixture, log).await, Some(offset as u64), "{log}");
    }
}

pub async fn a_stale_offset_is_refused(fixture: &StoreFixture) {
    fixture.set_offset(LOG, None, 5).await;
    let stale = [None, Some(LogOffset::at(4)), Some(LogOffset::at(0))];
    for before in stale.into_iter().chain([Some(begun(5, 9, 1))]) {
        assert_refused(fixture, LOG, before).await;
    }
    let unknown = ClickLogId(8);
    assert_refused(fixture, unknown, Some(LogOffset::at(5))).await;
    assert_eq!(find(fixture, LOG).await, Some(5));
    assert_eq!(find(fixture, unknown).await, None);

    let set = begun(5, 9, 4);
    let before = Some(LogOffset::at(5));
    fixture.change_offset(LOG, before, set).await;
    for stale in [LogOffset::at(5), begun(5, 8, 4), begun(5, 9, 3)] {
        assert_refused(fixture, LOG, Some(stale)).await;
    }
    assert_eq!(find_offset(fixture, LOG).await, Some(set));
}

async fn assert_refused(fixture: &StoreFixture, log: ClickLogId, before: Option<LogOffset>) {
    let unit = fixture.begin().await;
    let logs = unit.click_logs();
    let changed = logs.set_offset(log, before, LogOffset::at(9), moment(1));
    assert_conflict(&changed.await);
    assert_internal(&unit.commit().await);
}

pub async fn one_of_several_concurrent_first_offsets_is_set(fixture: &StoreFixture) {
    let writes = (1..=8).map(|offset| async move {
        let unit = fixture.begin().await;
        let logs = unit.click_logs();
        let found = logs.find_offset(LOG).await.unwrap();
        if found.is_some() {
            return None;
        }
        let written = logs
            .set_offset(LOG, None, LogOffset::at(offset), moment(1))
            .await;
        if written.is_err() {
            assert_conflict(&written);
            return None;
        }
        commit(unit).await;
        Some(offset)
    });
    let written: Vec<_> = join_all(writes).await.into_iter().flatten().collect();
    assert_eq!(written.len(), 1);
    assert_eq!(find(fixture, LOG).await, Some(written[0]));
}

pub async fn concurrent_offset_changes_are_serialised(fixture: &StoreFixture) {
    fixture.set_offset(LOG, None, 0).await;
    let changes = (0..8).map(|_| async {
        let unit = fixture.begin().await;
        let logs = unit.click_logs();
        let before = logs.find_offset(LOG).await.unwrap().unwrap();
        let after = LogOffset::at(before.offset + 10);
        let changed = logs.set_offset(LOG, Some(before), after, moment(1));
        changed.await.unwrap();
        commit(unit).await;
    });
    join_all(changes).await;
    assert_eq!(find(fixture, LOG).await, Some(80));
}

pub async fn an_offset_is_rolled_back_with_its_unit(fixture: &StoreFixture) {
    fixture.set_offset(LOG, None, 5).await;
    let unit = fixture.begin().await;
    let logs = unit.click_logs();
    let [before, after] = [5, 9].map(LogOffset::at);
    let set = logs.set_offset(LOG, Some(before), after, moment(1)).await;
    set.unwrap();
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

pub async fn offsets_not_set_recently_are_deleted(fixture: &StoreFixture) {
    let until = moment(5);
    let [old, changed, new] = [1, 2, 3].map(ClickLogId);
    let unit = fixture.begin().await;
    let logs = unit.click_logs();
    for (log, at) in [
        (old, just_before(until)),
        (changed, moment(0)),
        (new, just_after(until)),
    ] {
        let set = logs.set_offset(log, None, LogOffset::at(1), at).await;
        set.unwrap();
    }
    let later = just_after(until);
    let [before, after] = [1, 2].map(LogOffset::at);
    let set = logs.set_offset(changed, Some(before), after, later).await;
    set.unwrap();
    assert_eq!(logs.delete_offsets(until).await.unwrap(), 1);
    commit(unit).await;
    assert_eq!(find(fixture, old).await, None);
    assert_eq!(find(fixture, changed).await, Some(2));
    assert_eq!(find(fixture, new).await, Some(1));
}

/// The offset of a log without a begun part.
async fn find(fixture: &StoreFixture, log: ClickLogId) -> Option<u64> {
    let found = find_offset(fixture, log).await?;
    assert_eq!(found.begun, None);
    Some(found.offset)
}

async fn find_offset(fixture: &StoreFixture, log: ClickLogId) -> Option<LogOffset> {
    let logs = fixture.store.click_logs();
    logs.find_offset(log).await.unwrap()
}

impl StoreFixture {
    /// Sets an offset without a begun part.
    pub(super) async fn set_offset(&self, log: ClickLogId, before: Option<u64>, offset: u64) {
        let (before, offset) = (before.map(LogOffset::at), LogOffset::at(offset));
        self.change_offset(log, before, offset).await;
    }

    /// Sets an offset in a unit of its own and commits it.
    async fn change_offset(&self, log: ClickLogId, before: Option<LogOffset>, offset: LogOffset) {
        let unit = self.begin().await;
        let logs = unit.click_logs();
        let written = logs.set_offset(log, before, offset, moment(1));
        written.await.unwrap();
        commit(unit).await;
    }
}
