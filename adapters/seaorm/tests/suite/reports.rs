use korotko_core::ports::{Store, StoreError};
use korotko_core::report::{Report, ReportState, Schedule};
use korotko_seaorm::SeaStore;
use sea_orm::ConnectionTrait;

use crate::fixtures::{
    Database, find_user, insert_user, moment, new_report, new_schedule, on_both,
};

on_both!(
    an_unknown_time_zone_cannot_be_read,
    an_unknown_time_zone_locks_no_user_out,
    a_report_is_finished_exactly_if_it_has_a_finish_time,
    a_nul_in_a_failure_is_replaced,
);

/// A schedule, and the report that it ordered.
async fn insert_both(store: &SeaStore) -> (Schedule, Report) {
    let ann = insert_user(store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let schedule = unit.schedules().insert(&new_schedule(ann)).await.unwrap();
    let report = unit.reports().insert(&new_report(&schedule)).await.unwrap();
    unit.commit().await.unwrap();
    (schedule, report)
}

fn is_broken<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::Internal(_)))
}

/// A newer program may know more time zones.
async fn an_unknown_time_zone_cannot_be_read(database: Database) {
    let store = database.store().await;
    let (schedule, report) = insert_both(&store).await;
    let raw = database.raw().await;
    for table in ["reports", "report_schedules"] {
        let rename = format!("UPDATE {table} SET zone = 'Mars/Olympus_Mons'");
        raw.execute_unprepared(&rename).await.unwrap();
    }
    let found = store.repositories().reports.find_by_id(report.id).await;
    assert!(is_broken(&found), "{found:?}");
    let found = store.repositories().schedules.find_by_id(schedule.id).await;
    assert!(is_broken(&found), "{found:?}");
    let due = store.repositories().schedules.list_due(moment(0), 9).await;
    assert!(is_broken(&due), "{due:?}");
}

async fn an_unknown_time_zone_locks_no_user_out(database: Database) {
    let store = database.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let raw = database.raw().await;
    let rename = "UPDATE users SET time_zone = 'Mars/Olympus_Mons'";
    raw.execute_unprepared(rename).await.unwrap();
    let found = find_user(&store, ann).await.unwrap();
    assert_eq!(found.time_zone, None);
}

async fn a_report_is_finished_exactly_if_it_has_a_finish_time(database: Database) {
    let store = database.store().await;
    let (_, report) = insert_both(&store).await;
    for (state, finished_at) in [
        (ReportState::Sent, None),
        (ReportState::Failed, None),
        (ReportState::Queued, Some(moment(1))),
        (ReportState::Running, Some(moment(1))),
    ] {
        let wrong = Report {
            state,
            finished_at,
            ..report.clone()
        };
        let unit = store.begin().await.unwrap();
        let answer = unit.reports().update(&wrong).await;
        assert!(is_broken(&answer), "{state:?}: {answer:?}");
    }
    let found = store.repositories().reports.find_by_id(report.id).await;
    assert_eq!(found.unwrap(), Some(report));
}

async fn a_nul_in_a_failure_is_replaced(database: Database) {
    let store = database.store().await;
    let (_, mut report) = insert_both(&store).await;
    report.failure = Some("a\0b".to_owned());
    let unit = store.begin().await.unwrap();
    unit.reports().update(&report).await.unwrap();
    unit.commit().await.unwrap();
    let found = store.repositories().reports.find_by_id(report.id).await;
    let failure = found.unwrap().and_then(|report| report.failure);
    assert_eq!(failure.as_deref(), Some("a\u{fffd}b"));
}
