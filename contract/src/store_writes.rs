//! Checks of [`Store`](korotko_core::ports::Store): every write outside of a unit of work is refused.

use super::StoreFixture;
use super::abuse_report_repository::new_report_about;
use super::audit_log_repository::new_entry;
use super::given::{
    anonymous, assert_internal, done, email, failed, moment, new_global_link, new_user,
};
use super::given_email_changes::{completed, new_email_change};
use super::given_invitations::new_invitation;
use super::given_keys::new_key;
use super::given_links::{name, new_collection};
use super::given_reports::{in_state, new_report, new_schedule, order, order_number};
use super::given_import_drafts::{new_import_draft, some_outcomes};
use super::given_sessions::new_session;
use super::given_shares::new_share;
use super::suite::checks;
use korotko_core::abuse::AbuseOutcome;
use korotko_core::click::Day;
use korotko_core::job::Job;
use korotko_core::link::Namespace;
use korotko_core::ports::{ClickLogId, CollectionQuery, InsertJob, LogOffset, Membership};
use korotko_core::report::ReportState;
use korotko_core::share::ShareSubject;

checks! { $ __store_writes_checks, store_writes:
    a_write_to_users_is_refused,
    a_write_to_invitations_is_refused,
    a_write_to_changes_of_addresses_is_refused,
    a_write_to_keys_is_refused,
    a_write_to_sessions_is_refused,
    a_write_to_links_is_refused,
    a_write_to_drafts_of_imports_is_refused,
    a_write_to_collections_is_refused,
    a_write_to_memberships_is_refused,
    a_write_to_shares_is_refused,
    a_write_to_jobs_is_refused,
    a_write_to_click_logs_is_refused,
    a_write_to_reports_is_refused,
    a_write_to_schedules_is_refused,
    a_write_to_abuse_reports_is_refused,
    a_write_to_the_audit_log_is_refused,
}

pub async fn a_write_to_users_is_refused(fixture: &StoreFixture) {
    let mut ann = fixture.insert_user("ann@example.com").await;
    ann.verification_sent_at = Some(moment(1));
    fixture.update_user(&ann).await;
    let mut changed = ann.clone();
    changed.token_epoch += 1;
    let users = fixture.store.users();
    assert_internal(&users.insert(&new_user("bob@example.com")).await);
    assert_internal(&users.update(&changed).await);
    assert_internal(&users.delete(ann.id, moment(9)).await);
    assert_internal(&users.delete_lapsed(moment(9), moment(9), 9).await);
    let locked = fixture.store.user_directory().lock_administrators();
    assert_internal(&locked.await);
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
    let bob = users.find_by_email(&email("bob@example.com")).await;
    assert_eq!(bob.unwrap(), None);
}

pub async fn a_write_to_invitations_is_refused(fixture: &StoreFixture) {
    let ann = fixture.invite("ann@example.com", moment(0)).await;
    let invitations = fixture.store.invitations();
    let bob = new_invitation("bob@example.com", moment(0));
    assert_internal(&invitations.insert(&bob).await);
    assert_internal(&invitations.delete(ann.id).await);
    assert_internal(&invitations.delete_by_email(&ann.email).await);
    assert_internal(&invitations.delete_expired(moment(9), 9).await);
    assert_eq!(fixture.find_invitation(ann.id).await, Some(ann));
}

pub async fn a_write_to_changes_of_addresses_is_refused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let new = new_email_change(ann, "new@example.com");
    let change = fixture.insert_email_change(&new).await;
    let changes = fixture.store.email_changes();
    let other = new_email_change(bob, "other@example.com");
    assert_internal(&changes.insert(&other).await);
    assert_internal(&changes.update(&completed(&change)).await);
    assert_internal(&changes.delete_pending(ann).await);
    assert_internal(&changes.delete_expired(moment(9), 9).await);
    assert_eq!(fixture.find_pending_email_change(ann).await, Some(change));
    assert_eq!(fixture.find_pending_email_change(bob).await, None);
}

pub async fn a_write_to_keys_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let key = fixture.insert_key(&new_key(ann, 1)).await;
    let keys = fixture.store.keys();
    assert_internal(&keys.insert(&new_key(ann, 2)).await);
    assert_internal(&keys.record_use(key.id, moment(9), moment(8)).await);
    assert_internal(&keys.delete(key.id).await);
    assert_internal(&keys.delete_by_owner(ann).await);
    assert_eq!(fixture.list_keys(Some(ann), None, 9).await, [key]);
}

pub async fn a_write_to_sessions_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let session = fixture.insert_session(&new_session(ann, 1)).await;
    let sessions = fixture.store.sessions();
    assert_internal(&sessions.insert(&new_session(ann, 2)).await);
    let recorded = sessions.record_use(session.id, moment(99), moment(98));
    assert_internal(&recorded.await);
    assert_internal(&sessions.delete(session.id).await);
    assert_internal(&sessions.delete_idle(moment(99), 9).await);
    assert_eq!(fixture.list_sessions(ann, None, 9).await, [session]);
}

pub async fn a_write_to_links_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&new_global_link(ann, "promo")).await;
    let mut changed = link.clone();
    changed.updated_at = moment(9);
    let links = fixture.store.links();
    let sale = anonymous("sale");
    assert_internal(&links.insert(&sale).await);
    assert_internal(&links.update(&changed).await);
    assert_eq!(fixture.find_link(link.id).await, Some(link));
    let route = fixture.find_route(Namespace::Global, "sale").await;
    assert_eq!(route, None);
}

pub async fn a_write_to_drafts_of_imports_is_refused(fixture: &StoreFixture) {
    let [ann, bob] = fixture.ann_and_bob().await;
    let draft = fixture.insert_import_draft(&new_import_draft(ann)).await;
    let (id, outcomes) = (draft.id, some_outcomes());
    let drafts = fixture.store.import_drafts();
    assert_internal(&drafts.insert(&new_import_draft(bob)).await);
    assert_internal(&drafts.record_dry_run(id, "list", &outcomes).await);
    assert_internal(&drafts.claim(id).await);
    assert_internal(&drafts.finish(id, Some(outcomes)).await);
    assert_internal(&drafts.delete_by_owner(ann).await);
    assert_internal(&drafts.delete_expired(moment(9), 9).await);
    assert_eq!(fixture.find_import_draft(id).await, Some(draft));
}

pub async fn a_write_to_collections_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await;
    let mut changed = collection.clone();
    changed.name = name("Summer");
    let collections = fixture.store.collections();
    assert_internal(&collections.insert(&new_collection(ann, "Other")).await);
    assert_internal(&collections.update(&changed).await);
    assert_internal(&collections.delete(collection.id).await);
    let all = collections.list(&CollectionQuery::for_owner(ann, 9)).await;
    assert_eq!(all.unwrap(), [collection]);
}

pub async fn a_write_to_memberships_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let inside = fixture.insert_link(&new_global_link(ann, "a")).await.id;
    let outside = fixture.insert_link(&new_global_link(ann, "b")).await.id;
    fixture.join(collection, &[inside]).await;
    let of = |link| Membership { collection, link };
    let memberships = fixture.store.memberships();
    assert_internal(&memberships.insert(&[of(outside)]).await);
    assert_internal(&memberships.delete(of(inside)).await);
    assert_eq!(fixture.collections_of(inside).await, [collection]);
    assert_eq!(fixture.collections_of(outside).await, []);
}

pub async fn a_write_to_shares_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let link = fixture.insert_link(&new_global_link(ann, "promo")).await.id;
    let share = fixture.insert_share(ann, ShareSubject::Link(link)).await;
    let collection = fixture.insert_collection(ann, "Spring").await.id;
    let other = new_share(ann, ShareSubject::Collection(collection));
    let shares = fixture.store.shares();
    assert_internal(&shares.insert(&other).await);
    assert_internal(&shares.delete(share.id).await);
    assert_eq!(fixture.list_shares(ann, None, 9).await, [share]);
}

pub async fn a_write_to_jobs_is_refused(fixture: &StoreFixture) {
    let user = fixture.ann().await;
    for _ in 0..2 {
        fixture.insert_job(user, moment(0)).await;
    }
    let claims = fixture.claim(moment(0), moment(9), 2).await;
    let done = done(moment(1));
    fixture.finish(&claims[0], &failed(moment(1), "")).await;
    fixture.insert_job(user, moment(0)).await;
    let before = fixture.list_jobs().await;
    let jobs = fixture.store.jobs();
    assert_internal(
        &jobs
            .insert(&InsertJob::untraced(
                Job::SendVerification { user },
                moment(0),
            ))
            .await,
    );
    assert_internal(&jobs.claim(moment(0), moment(9), 9).await);
    assert_internal(&jobs.renew(&claims[1], moment(90)).await);
    assert_internal(&jobs.finish(&claims[1], &done).await);
    assert_internal(&jobs.requeue(claims[0].id, moment(0)).await);
    assert_internal(&jobs.delete_done(moment(9), 9).await);
    assert_eq!(fixture.list_jobs().await, before);
}

pub async fn a_write_to_click_logs_is_refused(fixture: &StoreFixture) {
    let log = ClickLogId(7);
    fixture.set_offset(log, None, 5).await;
    let logs = fixture.store.click_logs();
    let [before, after] = [5, 9].map(LogOffset::at);
    assert_internal(&logs.set_offset(log, Some(before), after, moment(1)).await);
    assert_internal(&logs.set_offset(ClickLogId(8), None, after, moment(1)).await);
    assert_internal(&logs.add_dropped(Day(1), 9).await);
    assert_internal(&logs.delete_offsets(moment(9)).await);
    assert_eq!(logs.find_offset(log).await.unwrap(), Some(before));
    assert_eq!(logs.find_offset(ClickLogId(8)).await.unwrap(), None);
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
    assert_internal(&reports.insert(&other).await);
    let sent = in_state(&report, ReportState::Sent, moment(2));
    assert_internal(&reports.update(&sent).await);
    assert_internal(&reports.delete_finished(moment(9), 9).await);
    let listed = fixture.list_reports(ann, None, 9).await;
    assert_eq!(listed, [old, report]);
}

pub async fn a_write_to_schedules_is_refused(fixture: &StoreFixture) {
    let ann = fixture.ann().await;
    let new = new_schedule(ann, moment(0));
    let schedule = fixture.insert_schedule(&new).await;
    let schedules = fixture.store.schedules();
    assert_internal(&schedules.insert(&new).await);
    assert_internal(&schedules.set_next(schedule.id, moment(9)).await);
    assert_internal(&schedules.delete(schedule.id).await);
    let listed = fixture.list_schedules(ann, None, 9).await;
    assert_eq!(listed, [schedule]);
}

pub async fn a_write_to_abuse_reports_is_refused(fixture: &StoreFixture) {
    let link = fixture.insert_link(&anonymous("promo")).await.id;
    let reports = fixture.store.abuse_reports();
    assert_internal(&reports.insert(&new_report_about(link)).await);
    let upheld = AbuseOutcome::Upheld;
    assert_internal(&reports.close(link, upheld, moment(9)).await);
    assert_internal(&reports.delete_closed(moment(9), 9).await);
}

pub async fn a_write_to_the_audit_log_is_refused(fixture: &StoreFixture) {
    let entry = fixture.insert_entry(&new_entry(None, 1)).await;
    let audit_log = fixture.store.audit_log();
    assert_internal(&audit_log.insert(&new_entry(None, 2)).await);
    assert_internal(&audit_log.delete_until(moment(9), 9).await);
    assert_eq!(fixture.list_entries(None, None, 9).await, [entry]);
}
