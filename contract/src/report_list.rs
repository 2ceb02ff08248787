//! Checks of the lists and removals of a [`ReportRepository`](korotko_core::ports::ReportRepository).

use super::StoreFixture;
use super::given::{With, assert_ids_differ, assert_pages, just_after, just_before, moment};
use super::given_reports::{in_state, new_report, new_schedule, order_number};
use super::suite::checks;
use korotko_core::id::UserId;
use korotko_core::report::{Report, ReportState};

checks! { $ __report_list_checks, report_list:
    an_owners_reports_are_listed_newest_first_page_by_page,
    a_cursor_of_a_removed_report_keeps_its_position,
    finished_reports_are_removed_exactly_until_the_given_time,
    pending_reports_are_kept,
    the_id_of_a_removed_report_is_not_reused,
    reports_are_deleted_with_their_owner,
}

/// A user's reports on this many orders, in descending id order.
async fn reports(fixture: &StoreFixture, owner: UserId, number: i64) -> Vec<Report> {
    let mut reports = Vec::new();
    for number in 0..number {
        let wanted = new_report(owner, order_number(number));
        reports.insert(0, fixture.insert_report(&wanted).await);
    }
    reports
}

pub async fn an_owners_reports_are_listed_newest_first_page_by_page(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let mut anns = reports(fixture, ann, 4).await;
    let bobs = reports(fixture, bob, 2).await;
    for (report, state) in anns.iter_mut().zip(ReportState::ALL) {
        *report = in_state(report, state, moment(9));
        fixture.update_report(report).await;
    }
    for (owner, expected) in [(ann, anns), (bob, bobs), (UserId(bob.0 + 1), vec![])] {
        assert_pages(
            &expected,
            |report| report.id,
            async |after, limit| fixture.list_reports(owner, after, limit).await,
        )
        .await;
    }
}

pub async fn a_cursor_of_a_removed_report_keeps_its_position(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let anns = reports(fixture, ann, 4).await;
    let sent = in_state(&anns[1], ReportState::Sent, moment(9));
    fixture.update_report(&sent).await;
    assert_eq!(fixture.delete_finished(moment(9)).await, 1);
    let listed = fixture.list_reports(ann, Some(sent.id), 9).await;
    assert_eq!(listed, anns[2..]);
}

pub async fn finished_reports_are_removed_exactly_until_the_given_time(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let anns = reports(fixture, ann, 6).await;
    let times = [just_before(moment(5)), moment(5), just_after(moment(5))];
    let mut finished = Vec::new();
    for (index, report) in anns.iter().enumerate() {
        let state = [ReportState::Sent, ReportState::Failed][index / 3];
        let report = in_state(report, state, times[index % 3]);
        fixture.update_report(&report).await;
        finished.push(report);
    }
    assert_eq!(fixture.delete_finished(moment(5)).await, 4);
    assert_eq!(fixture.delete_finished(moment(5)).await, 0);
    finished.retain(|report| report.finished_at > Some(moment(5)));
    assert_eq!(fixture.list_reports(ann, None, 9).await, finished);
}

pub async fn pending_reports_are_kept(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let mut anns = reports(fixture, ann, 2).await;
    anns[0] = in_state(&anns[0], ReportState::Running, moment(1));
    fixture.update_report(&anns[0]).await;
    assert_eq!(fixture.delete_finished(moment(1_000_000)).await, 0);
    assert_eq!(fixture.list_reports(ann, None, 9).await, anns);
}

pub async fn the_id_of_a_removed_report_is_not_reused(fixture: &StoreFixture) {
    let wanted = new_report(fixture.ann().await, order_number(0));
    assert_ids_differ(async || {
        let report = fixture.insert_report_in(&wanted, ReportState::Sent, moment(5));
        let id = report.await.id;
        assert_eq!(fixture.delete_finished(moment(5)).await, 1);
        id
    })
    .await;
}

pub async fn reports_are_deleted_with_their_owner(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let schedule = fixture.insert_schedule(&new_schedule(ann, moment(0))).await;
    let scheduled =
        new_report(ann, order_number(1)).with(|report| report.schedule = Some(schedule.id));
    let mut theirs = vec![fixture.insert_report(&scheduled).await];
    let wanted = new_report(ann, order_number(0));
    theirs.push(
        fixture
            .insert_report_in(&wanted, ReportState::Sent, moment(5))
            .await,
    );
    theirs.push(fixture.insert_report(&wanted).await);
    let other = fixture
        .insert_report(&new_report(bob, order_number(0)))
        .await;
    assert!(fixture.delete_user(ann).await);
    for report in theirs {
        assert_eq!(fixture.find_report(report.id).await, None);
    }
    assert_eq!(fixture.list_reports(ann, None, 9).await, []);
    assert_eq!(fixture.find_report(other.id).await, Some(other));
}
