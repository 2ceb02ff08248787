//! The calls of a sweep to the repositories.

use std::sync::mpsc;

use chrono::TimeDelta;

use crate::click::Day;
use crate::mock::{MockPorts, sample};
use crate::ports::MockTombstoneRepository;

/// Ports on which nothing has expired.
fn clean() -> MockPorts {
    let mut mocks = MockPorts::default();
    mocks
        .users
        .expect_delete_lapsed()
        .returning(|_, _, _| Ok(0));
    let invitations = mocks.invitations.expect_delete_expired();
    invitations.returning(|_, _| Ok(0));
    let sessions = mocks.sessions.expect_delete_idle();
    sessions.returning(|_, _| Ok(0));
    let email_changes = mocks.email_changes.expect_delete_expired();
    email_changes.returning(|_, _| Ok(0));
    mocks
        .tombstones
        .expect_purge_deleted_accounts()
        .returning(|_| Ok(0));
    let imports = mocks.imports.expect_remove_abandoned();
    imports.returning(|_, _| Ok(0));
    let drafts = mocks.import_drafts.expect_delete_expired();
    drafts.returning(|_, _| Ok(0));
    mocks.tombstones.expect_clear().returning(|_, _| Ok(0));
    mocks.tombstones.expect_delete().returning(|_, _| Ok(0));
    mocks.jobs.expect_delete_done().returning(|_, _| Ok(0));
    let reports = mocks.reports.expect_delete_finished();
    reports.returning(|_, _| Ok(0));
    let abuse = mocks.abuse_reports.expect_delete_closed();
    abuse.returning(|_, _| Ok(0));
    let entries = mocks.audit_log.expect_delete_until();
    entries.returning(|_, _| Ok(0));
    mocks.clicks.expect_delete_visits().returning(|_, _| Ok(0));
    let positions = mocks.click_logs.expect_delete_offsets();
    positions.returning(|_| Ok(0));
    mocks
}

#[tokio::test]
async fn compaction_continues_until_nothing_is_left() {
    let mut mocks = clean();
    let mut left = 3;
    mocks.clicks.expect_compact().returning(move |_| {
        left -= 1;
        Ok(left > 0)
    });
    let commits = mocks.commits.clone();
    mocks.korotko().jobs.sweep().await.unwrap();
    assert_eq!(commits.count(), 3);
}

/// Other writers do not wait while thousands of links are removed; parts grow as long as they are fast.
#[tokio::test]
async fn expired_rows_are_removed_in_parts() {
    let mut mocks = clean();
    mocks.clicks.expect_compact().returning(|_| Ok(false));
    let (sender, parts) = mpsc::channel();
    mocks.tombstones = MockTombstoneRepository::new();
    mocks.tombstones.expect_clear().returning(|_, _| Ok(0));
    let account_rows = mocks.tombstones.expect_purge_deleted_accounts();
    account_rows.returning(|_| Ok(0));
    let mut left: u64 = 20_000;
    let delete = mocks.tombstones.expect_delete();
    delete.returning(move |_, limit| {
        let part = limit.min(left);
        left -= part;
        sender.send(part).unwrap();
        Ok(part)
    });
    let commits = mocks.commits.clone();
    let swept = mocks.korotko().jobs.sweep().await.unwrap();
    assert_eq!(swept.tombstones, 20_000);
    let parts: Vec<u64> = parts.iter().collect();
    assert_eq!(parts[..7], [100, 200, 400, 800, 1_600, 3_200, 5_000]);
    assert_eq!(parts.last(), Some(&0));
    // When nothing was left, there is nothing to commit, except for the unit of compaction.
    assert_eq!(commits.count(), parts.len());
}

/// Until then, clicks of the day may still be folded.
#[tokio::test]
async fn a_day_is_compacted_three_hours_after_its_end() {
    let mut mocks = clean();
    let (sender, compacted) = mpsc::channel();
    mocks.clicks.expect_compact().returning(move |before| {
        sender.send(before).unwrap();
        Ok(false)
    });
    let clock = mocks.clock.clone();
    let jobs = mocks.korotko().jobs;
    let today = Day::from_timestamp(sample::now());
    for hours in [0, 2, 1] {
        clock.advance(TimeDelta::hours(hours));
        jobs.sweep().await.unwrap();
    }
    drop(jobs);
    let compacted: Vec<Day> = compacted.iter().collect();
    let expected = [-1, -1, 0].map(|days| Day(today.0 + days));
    assert_eq!(compacted, expected);
}
