//! Checks of [`Store`](korotko_core::ports::Store): every write beside a unit of work is refused.

use super::StoreFixture;
use super::given::{
    anonymous, assert_broken, done, email, failed, moment, new_global_link, new_user,
};
use super::given_links::{name, new_collection};
use super::given_reports::{in_state, new_report, new_schedule, order, order_number};
use super::suite::checks;
use korotko_core::click::Day;
use korotko_core::job::Job;
use korotko_core::link::Namespace;
use korotko_core::ports::{ClickLogId, CollectionQuery, Membership};
use korotko_core::report::ReportState;

checks! { $ __store_writes_checks, store_writes:
    a_write_to_users_is_refused,
    a_write_to_links_is_refused,
    a_write_to_sets_is_refused,
    a_write_to_memberships_is_refused,
    a_write_to_jobs_is_refused,
    a_write_to_click_logs_is_refused,
    a_write_to_reports_is_refused,
    a_write_to_schedules_is_refused,
}

pub async fn a_write_to_users_is_refused(fixture: &StoreFixture) {
    let mut ann = fixture.insert_user("ann@example.com").await;
    ann.verification_sent_at = Some(moment(1));
    fixture.update_user(&ann).await;
    let mut changed = ann.clone();
    changed.token_epoch += 1;
    let users = fixture.store.users();
    assert_broken(&users.insert(&new_user("bob@example.com")).await);
    assert_broken(&users.update(&changed).await);
    assert_broken(&users.delete(ann.id, moment(9)).await);
    assert_broken(&users.delete_lapsed(moment(9), moment(9), 9).await);
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
    let bob = users.find_by_email(&email("bob@example.com")).await;
    assert_eq!(bob.unwrap(), None);
}

pub async fn a_write_to_links_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&new_global_link(ann, "promo")).await;
    let mut changed = link.clone();
    changed.updated_at = moment(9);
    let links = fixture.store.links();
    let sale = anonymous("sale");
    assert_broken(&links.insert(&sale).await);
    assert_broken(&links.update(&changed).await);
    assert_eq!(fixture.find_link(link.id).await, Some(link));
    let route = fixture.find_route(Namespace::Global, "sale").await;
    assert_eq!(route, None);
}

pub async fn a_write_to_sets_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let set = fixture.insert_collection(ann, "Spring").await;
    let mut changed = set.clone();
    changed.name = name("Summer");
    let collections = fixture.store.collections();
    assert_broken(&collections.insert(&new_collection(ann, "Other")).await);
    assert_broken(&collections.update(&changed).await);
    assert_broken(&collections.delete(set.id).await);
    let all = collections.list(&CollectionQuery::for_owner(ann, 9)).await;
    assert_eq!(all.unwrap(), [set]);
}

pub async fn a_write_to_memberships_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let inside = fixture.insert_link(&new_global_link(ann, "a")).await.id;
    let outside = fixture.insert_link(&new_global_link(ann, "b")).await.id;
    fixture.join(collection, &[inside]).await;
    let of = |link| Membership { collection, link };
    let memberships = fixture.store.memberships();
    assert_broken(&memberships.insert(&[of(outside)]).await);
    assert_broken(&memberships.delete(of(inside)).await);
    assert_eq!(fixture.places(inside).await, [collection]);
    assert_eq!(fixture.places(outside).await, []);
}

pub async fn a_write_to_jobs_is_refused(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    for _ in 0..2 {
        fixture.insert_job(user, moment(0)).await;
    }
    let claims = fixture.claim(moment(0), moment(9), 2).await;
    let done = done(moment(1));
    fixture.settle(&claims[0], &failed(moment(1), "")).await;
    fixture.insert_job(user, moment(0)).await;
    let before = fixture.list_jobs().await;
    let jobs = fixture.store.jobs();
    assert_broken(
        &jobs
            .insert(&Job::SendVerification { user }, moment(0))
            .await,
    );
    assert_broken(&jobs.claim(moment(0), moment(9), 9).await);
    assert_broken(&jobs.renew(&claims[1], moment(90)).await);
    assert_broken(&jobs.settle(&claims[1], &done).await);
    assert_broken(&jobs.requeue(claims[0].id, moment(0)).await);
    assert_broken(&jobs.delete_done(moment(9), 9).await);
    assert_eq!(fixture.list_jobs().await, before);
}

pub async fn a_write_to_click_logs_is_refused(fixture: &StoreFixture) {
    let log = ClickLogId(7);
    fixture.set_position(log, None, 5).await;
    let logs = fixture.store.click_logs();
    assert_broken(&logs.set_position(log, Some(5), 9, moment(1)).await);
    assert_broken(&logs.set_position(ClickLogId(8), None, 9, moment(1)).await);
    assert_broken(&logs.add_dropped(Day(1), 9).await);
    assert_broken(&logs.delete_positions(moment(9)).await);
    assert_eq!(logs.find_position(log).await.unwrap(), Some(5));
    assert_eq!(logs.find_position(ClickLogId(8)).await.unwrap(), None);
    assert_eq!(logs.count_dropped(Day(0)).await.unwrap(), 0);
}

pub async fn a_write_to_reports_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let report = fixture.insert_report(&new_report(ann, order())).await;
    let old = new_report(ann, order_number(1));
    let old = fixture.insert_report_in(&old, ReportState::Sent, moment(1));
    let old = old.await;
    let reports = fixture.store.reports();
    let other = new_report(ann, order_number(2));
    assert_broken(&reports.insert(&other).await);
    let sent = in_state(&report, ReportState::Sent, moment(2));
    assert_broken(&reports.update(&sent).await);
    assert_broken(&reports.delete_finished(moment(9), 9).await);
    let listed = fixture.list_reports(ann, None, 9).await;
    assert_eq!(listed, [old, report]);
}

pub async fn a_write_to_schedules_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let new = new_schedule(ann, moment(0));
    let schedule = fixture.insert_schedule(&new).await;
    let schedules = fixture.store.schedules();
    assert_broken(&schedules.insert(&new).await);
    assert_broken(&schedules.set_next(schedule.id, moment(9)).await);
    assert_broken(&schedules.delete(schedule.id).await);
    let listed = fixture.list_schedules(ann, None, 9).await;
    assert_eq!(listed, [schedule]);
}
