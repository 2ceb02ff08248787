//! Checks of [`ReportRepository`](korotko_core::ports::ReportRepository), apart from its lists and removals.

use super::StoreFixture;
use super::given::{
    With, assert_conflict, assert_missing, assert_one_wins, commit, give_way, just_after, moment,
};
use super::given_reports::{
    different_orders, in_state, new_report, new_schedule, order, order_number,
};
use super::suite::checks;
use korotko_core::id::{ReportId, ScheduleId, UserId};
use korotko_core::job::Job;
use korotko_core::ports::{InsertJob, InsertReport};
use korotko_core::report::{Report, ReportState};

checks! { $ __report_repository_checks, report_repository:
    an_inserted_report_is_queued_and_found,
    every_order_is_stored_completely,
    an_unknown_report_is_not_found,
    a_report_of_an_unknown_owner_is_missing,
    a_report_by_an_unknown_schedule_is_missing,
    a_second_pending_report_with_the_same_order_is_refused,
    reports_with_different_orders_may_be_pending_together,
    each_owner_has_their_own_orders,
    a_sent_or_failed_order_can_be_repeated,
    one_of_several_concurrent_inserts_of_an_order_wins,
    a_pending_report_is_found_by_its_exact_order,
    an_update_writes_state_times_and_failure_alone,
    an_update_of_an_unknown_report_is_missing,
    a_failed_report_becomes_pending_again,
    a_report_does_not_become_pending_beside_another_with_the_same_order,
    one_of_several_concurrent_updates_to_pending_wins,
    a_report_and_its_job_are_committed_together,
}

pub async fn an_inserted_report_is_queued_and_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_report(ann, order()).with(|report| report.created_at = just_after(moment(4)));
    let inserted = fixture.insert_report(&wanted).await;
    let expected = Report {
        id: inserted.id,
        owner: ann,
        order: wanted.order,
        schedule: None,
        state: ReportState::Queued,
        failure: None,
        created_at: wanted.created_at,
        started_at: None,
        finished_at: None,
    };
    assert_eq!(inserted, expected);
    let found = fixture.find_report(inserted.id).await;
    assert_eq!(found, Some(expected));
}

pub async fn every_order_is_stored_completely(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let schedule = fixture.insert_schedule(&new_schedule(ann, moment(0))).await;
    for (index, order) in different_orders().into_iter().enumerate() {
        let wanted = InsertReport {
            schedule: Some(schedule.id).filter(|_| index % 2 == 0),
            ..new_report(ann, order)
        };
        let inserted = fixture.insert_report(&wanted).await;
        assert_eq!(inserted.order, wanted.order);
        assert_eq!(inserted.schedule, wanted.schedule);
        assert_eq!(fixture.find_report(inserted.id).await, Some(inserted));
    }
}

pub async fn an_unknown_report_is_not_found(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let report = fixture.insert_report(&new_report(ann, order())).await;
    for unknown in [ReportId(report.id.0 + 1), ReportId(-1)] {
        assert_eq!(fixture.find_report(unknown).await, None);
    }
}

pub async fn a_report_of_an_unknown_owner_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let unit = fixture.begin().await;
    let wanted = new_report(UserId(ann.0 + 1), order());
    assert_missing(&unit.reports().insert(&wanted).await);
}

pub async fn a_report_by_an_unknown_schedule_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let schedule = fixture.insert_schedule(&new_schedule(ann, moment(0))).await;
    let unit = fixture.begin().await;
    let wanted = InsertReport {
        schedule: Some(ScheduleId(schedule.id.0 + 1)),
        ..new_report(ann, order())
    };
    assert_missing(&unit.reports().insert(&wanted).await);
}

pub async fn a_second_pending_report_with_the_same_order_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let schedule = fixture.insert_schedule(&new_schedule(ann, moment(0))).await;
    let first = fixture.insert_report(&new_report(ann, order())).await;
    for state in [ReportState::Queued, ReportState::Running] {
        let pending = in_state(&first, state, moment(2));
        fixture.update_report(&pending).await;
        // By any owner's call, at any time.
        let again = InsertReport {
            schedule: Some(schedule.id),
            created_at: moment(9_000),
            ..new_report(ann, order())
        };
        for again in [new_report(ann, order()), again] {
            let unit = fixture.begin().await;
            assert_conflict(&unit.reports().insert(&again).await);
        }
        assert_eq!(fixture.list_reports(ann, None, 9).await, [pending]);
    }
}

pub async fn reports_with_different_orders_may_be_pending_together(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut reports = Vec::new();
    for order in different_orders() {
        reports.push(fixture.insert_report(&new_report(ann, order)).await);
    }
    for report in reports {
        let found = fixture.find_pending(ann, &report.order).await;
        assert_eq!(found, Some(report));
    }
}

pub async fn each_owner_has_their_own_orders(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let anns = fixture.insert_report(&new_report(ann, order())).await;
    let bobs = fixture.insert_report(&new_report(bob, order())).await;
    assert_eq!(fixture.find_pending(ann, &order()).await, Some(anns));
    assert_eq!(fixture.find_pending(bob, &order()).await, Some(bobs));
}

pub async fn a_sent_or_failed_order_can_be_repeated(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_report(ann, order());
    let mut finished = Vec::new();
    for state in [
        ReportState::Sent,
        ReportState::Failed,
        ReportState::Sent,
        ReportState::Failed,
    ] {
        let report = fixture.insert_report_in(&wanted, state, moment(5)).await;
        assert_eq!(fixture.find_pending(ann, &order()).await, None);
        finished.insert(0, report);
    }
    let last = fixture.insert_report(&wanted).await;
    let found = fixture.find_pending(ann, &order()).await;
    assert_eq!(found.as_ref(), Some(&last));
    finished.insert(0, last);
    assert_eq!(fixture.list_reports(ann, None, 9).await, finished);
}

pub async fn one_of_several_concurrent_inserts_of_an_order_wins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    assert_one_wins(fixture, 0..8, async |unit, number| {
        let wanted = new_report(ann, order());
        let wanted = wanted.with(|report| report.created_at = moment(number));
        unit.reports().insert(&wanted).await
    })
    .await;
    assert_eq!(fixture.list_reports(ann, None, 9).await.len(), 1);
}

pub async fn a_pending_report_is_found_by_its_exact_order(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    for order in different_orders() {
        let report = fixture.insert_report(&new_report(ann, order)).await;
        for other in different_orders() {
            let expected = Some(report.clone()).filter(|report| report.order == other);
            assert_eq!(fixture.find_pending(ann, &other).await, expected);
            assert_eq!(fixture.find_pending(bob, &other).await, None);
        }
        let running = in_state(&report, ReportState::Running, moment(2));
        fixture.update_report(&running).await;
        let found = fixture.find_pending(ann, &report.order).await;
        assert_eq!(found, Some(running));
        let sent = in_state(&report, ReportState::Sent, moment(3));
        fixture.update_report(&sent).await;
        assert_eq!(fixture.find_pending(ann, &report.order).await, None);
    }
}

pub async fn an_update_writes_state_times_and_failure_alone(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let other = fixture
        .insert_report(&new_report(ann, order_number(1)))
        .await;
    let first = fixture.insert_report(&new_report(ann, order())).await;
    let changed = Report {
        id: first.id,
        owner: bob,
        order: order_number(1),
        schedule: Some(ScheduleId(9)),
        state: ReportState::Failed,
        failure: Some("Ёлка\n'q' \"q\"".to_owned()),
        created_at: moment(9),
        started_at: Some(just_after(moment(7))),
        finished_at: Some(just_after(moment(8))),
    };
    fixture.update_report(&changed).await;
    let expected = Report {
        owner: ann,
        order: order(),
        schedule: None,
        created_at: first.created_at,
        ..changed
    };
    assert_eq!(fixture.find_report(first.id).await, Some(expected));
    fixture.update_report(&first).await;
    assert_eq!(fixture.find_report(first.id).await, Some(first));
    assert_eq!(fixture.find_report(other.id).await, Some(other));
}

pub async fn an_update_of_an_unknown_report_is_missing(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_report(ann, order());
    let sent = fixture.insert_report_in(&wanted, ReportState::Sent, moment(5));
    let sent = sent.await;
    assert_eq!(fixture.delete_finished(moment(5)).await, 1);
    let unit = fixture.begin().await;
    assert_missing(&unit.reports().update(&sent).await);
    drop(unit);
    assert_eq!(fixture.find_report(sent.id).await, None);
}

pub async fn a_failed_report_becomes_pending_again(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_report(ann, order());
    let failed = fixture.insert_report_in(&wanted, ReportState::Failed, moment(5));
    let failed = failed.await;
    let again = in_state(&failed, ReportState::Queued, moment(6));
    fixture.update_report(&again).await;
    assert_eq!(fixture.find_pending(ann, &order()).await, Some(again));
    let unit = fixture.begin().await;
    assert_conflict(&unit.reports().insert(&wanted).await);
}

pub async fn a_report_does_not_become_pending_beside_another_with_the_same_order(
    fixture: &StoreFixture,
) {
    let ann = fixture.ann().await;
    let wanted = new_report(ann, order());
    for finished in [ReportState::Failed, ReportState::Sent] {
        let first = fixture.insert_report_in(&wanted, finished, moment(5)).await;
        let second = fixture.insert_report(&wanted).await;
        for pending in [ReportState::Queued, ReportState::Running] {
            let unit = fixture.begin().await;
            let again = in_state(&first, pending, moment(6));
            assert_conflict(&unit.reports().update(&again).await);
        }
        assert_eq!(fixture.find_report(first.id).await, Some(first));
        let sent = in_state(&second, ReportState::Sent, moment(7));
        fixture.update_report(&sent).await;
    }
}

pub async fn one_of_several_concurrent_updates_to_pending_wins(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let wanted = new_report(ann, order());
    let mut failed = Vec::new();
    for _ in 0..8 {
        let report = fixture.insert_report_in(&wanted, ReportState::Failed, moment(5));
        failed.push(report.await);
    }
    assert_one_wins(fixture, failed, async |unit, report| {
        let again = in_state(&report, ReportState::Queued, moment(6));
        unit.reports().update(&again).await
    })
    .await;
    assert!(fixture.find_pending(ann, &order()).await.is_some());
}

pub async fn a_report_and_its_job_are_committed_together(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    for kept in [false, true] {
        let unit = fixture.begin().await;
        let report = unit.reports().insert(&new_report(user, order())).await;
        let report = report.unwrap().id;
        let job = Job::SendReport { user, report };
        let job = unit
            .jobs()
            .insert(&InsertJob::untraced(job, moment(0)))
            .await
            .unwrap();
        let found = unit.reports().find_pending(user, &order()).await;
        assert_eq!(found.unwrap().map(|report| report.id), Some(report));
        give_way().await;
        assert_eq!(fixture.find_report(report).await, None);
        if kept {
            commit(unit).await;
        } else {
            drop(unit);
        }
        assert_eq!(fixture.find_report(report).await.is_some(), kept);
        assert_eq!(fixture.find_job(job).await.is_some(), kept);
    }
}
