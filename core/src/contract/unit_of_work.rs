//! Checks of [`Store`](crate::ports::Store) and [`UnitOfWork`].
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    assert_broken, assert_conflict, commit, email, moment, new_global_link, new_link, new_user,
};
use crate::id::{JobId, LinkId, UserId};
use crate::job::Job;
use crate::link::Namespace;
use crate::ports::{JobQuery, Settlement, UnitOfWork};

#[doc(hidden)]
#[macro_export]
macro_rules! __unit_of_work_checks {
    ($fixture:expr) => {
        $crate::__contract_tests! { $fixture, unit_of_work:
            a_store_that_can_serve_says_so,
            a_committed_unit_lasts_in_all_its_parts,
            a_dropped_unit_is_undone,
            dropped_changes_and_deletions_are_undone,
            nobody_sees_a_unit_before_its_commit,
            a_unit_sees_its_own_changes,
            a_user_goes_back_when_the_job_is_not_committed,
            after_a_conflict_a_new_unit_works,
            a_spent_unit_cannot_be_committed,
            a_write_to_users_beside_a_unit_is_refused,
            a_write_to_links_beside_a_unit_is_refused,
            a_write_to_jobs_beside_a_unit_is_refused,
            a_begin_that_is_given_up_holds_nothing,
            many_units_at_once_all_last,
        }
    };
}

/// A user with a link and a job, all in one unit.
async fn write_one_of_each(unit: &dyn UnitOfWork) -> (UserId, LinkId, JobId) {
    let user = unit.users().insert(&new_user("ann@example.com")).await;
    let user = user.unwrap().id;
    let link = unit.links().insert(&new_global_link(user, "promo")).await;
    let job = Job::SendVerification { user };
    let job = unit.jobs().insert(&job, moment(0)).await.unwrap();
    (user, link.unwrap().id, job)
}

/// Whether the store shows the user, the link, its route and the job, in turn.
async fn visible(fixture: &StoreFixture, ids: (UserId, LinkId, JobId)) -> [bool; 4] {
    let route = new_link(Namespace::Global, "promo");
    let route = fixture.routes.find_route(route.namespace, &route.slug);
    [
        fixture.find_user(ids.0).await.is_some(),
        fixture.find_link(ids.1).await.is_some(),
        route.await.unwrap().is_some(),
        fixture.find_job(ids.2).await.is_some(),
    ]
}

pub async fn a_store_that_can_serve_says_so(fixture: &StoreFixture) {
    fixture.store.check().await.unwrap();
}

pub async fn a_committed_unit_lasts_in_all_its_parts(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let ids = write_one_of_each(&*unit).await;
    commit(unit).await;
    assert_eq!(visible(fixture, ids).await, [true; 4]);
}

pub async fn a_dropped_unit_is_undone(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let ids = write_one_of_each(&*unit).await;
    drop(unit);
    assert_eq!(visible(fixture, ids).await, [false; 4]);
    // What it held is free: the same unit works now.
    a_committed_unit_lasts_in_all_its_parts(fixture).await;
}

pub async fn dropped_changes_and_deletions_are_undone(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let link = fixture
        .insert_link(&new_link(Namespace::Personal(ann.id), "a"))
        .await;
    let tombstone = new_link(Namespace::Global, "b");
    let tombstone = fixture.insert_tombstone(&tombstone, moment(1)).await;
    fixture.insert_job(ann.id, moment(0)).await;
    let jobs = fixture.list_jobs().await;

    let unit = fixture.begin().await;
    let claims = unit.jobs().claim(moment(0), moment(9), 9).await.unwrap();
    let done = Settlement::Done { at: moment(1) };
    assert!(unit.jobs().settle(&claims[0], &done).await.unwrap());
    assert_eq!(unit.tombstones().delete(moment(9)).await.unwrap(), 1);
    assert_eq!(
        unit.links()
            .delete_by_owner(ann.id, moment(9))
            .await
            .unwrap(),
        1
    );
    assert!(unit.users().delete(ann.id).await.unwrap());
    drop(unit);

    assert_eq!(fixture.list_jobs().await, jobs);
    assert_eq!(fixture.find_link(tombstone.id).await, Some(tombstone));
    assert_eq!(fixture.find_link(link.id).await, Some(link));
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
}

pub async fn nobody_sees_a_unit_before_its_commit(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let ids = write_one_of_each(&*unit).await;
    assert_eq!(visible(fixture, ids).await, [false; 4]);
    let users = fixture.store.users();
    let by_email = users.find_by_email(&email("ann@example.com")).await;
    assert_eq!(by_email.unwrap(), None);
    commit(unit).await;
    assert_eq!(visible(fixture, ids).await, [true; 4]);
}

pub async fn a_unit_sees_its_own_changes(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let (user, link, job) = write_one_of_each(&*unit).await;
    let mut changed = unit.users().find_for_update(user).await.unwrap().unwrap();
    changed.email = email("anna@example.com");
    unit.users().update(&changed).await.unwrap();
    let by_email = unit.users().find_by_email(&changed.email).await.unwrap();
    assert_eq!(by_email, Some(changed));
    let found = unit.links().find_by_id(link).await.unwrap();
    assert_eq!(found.map(|link| link.id), Some(link));
    let all = JobQuery {
        limit: 9,
        ..JobQuery::default()
    };
    let jobs = unit.jobs().list(&all).await.unwrap();
    assert_eq!(jobs.first().map(|job| job.id), Some(job));
    assert!(unit.users().delete_lapsed(moment(9)).await.unwrap() == 0);
    unit.links().delete_by_owner(user, moment(9)).await.unwrap();
    assert!(unit.users().delete(user).await.unwrap());
    assert_eq!(unit.users().find_by_id(user).await.unwrap(), None);
    assert_eq!(unit.jobs().list(&all).await.unwrap(), []);
}

pub async fn a_user_goes_back_when_the_job_is_not_committed(fixture: &StoreFixture) {
    let taken = fixture.insert_user("bob@example.com").await;
    let unit = fixture.begin().await;
    let ids = write_one_of_each(&*unit).await;
    assert_conflict(&unit.users().insert(&new_user("bob@example.com")).await);
    drop(unit);
    assert_eq!(visible(fixture, ids).await, [false; 4]);
    assert_eq!(fixture.find_user(taken.id).await, Some(taken));
}

pub async fn after_a_conflict_a_new_unit_works(fixture: &StoreFixture) {
    fixture
        .insert_link(&new_link(Namespace::Global, "promo"))
        .await;
    let unit = fixture.begin().await;
    let taken = new_link(Namespace::Global, "promo");
    assert_conflict(&unit.links().insert(&taken).await);
    drop(unit);
    let unit = fixture.begin().await;
    let link = unit
        .links()
        .insert(&new_link(Namespace::Global, "sale"))
        .await;
    let link = link.unwrap();
    commit(unit).await;
    assert_eq!(fixture.find_link(link.id).await, Some(link));
}

pub async fn a_spent_unit_cannot_be_committed(fixture: &StoreFixture) {
    fixture.insert_user("ann@example.com").await;
    let unit = fixture.begin().await;
    unit.users()
        .insert(&new_user("bob@example.com"))
        .await
        .unwrap();
    assert_conflict(&unit.users().insert(&new_user("ann@example.com")).await);
    assert_broken(&unit.commit().await);
    let bob = email("bob@example.com");
    let bob = fixture.store.users().find_by_email(&bob).await;
    assert_eq!(bob.unwrap(), None);
}

pub async fn a_write_to_users_beside_a_unit_is_refused(fixture: &StoreFixture) {
    let mut ann = fixture.insert_user("ann@example.com").await;
    ann.verification_sent_at = Some(moment(1));
    fixture.update_user(&ann).await;
    let mut changed = ann.clone();
    changed.token_epoch += 1;
    let users = fixture.store.users();
    assert_broken(&users.insert(&new_user("bob@example.com")).await);
    assert_broken(&users.update(&changed).await);
    assert_broken(&users.delete(ann.id).await);
    assert_broken(&users.delete_lapsed(moment(9)).await);
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
    let bob = users.find_by_email(&email("bob@example.com")).await;
    assert_eq!(bob.unwrap(), None);
}

pub async fn a_write_to_links_beside_a_unit_is_refused(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await.id;
    let link = fixture.insert_link(&new_global_link(ann, "promo")).await;
    let mut changed = link.clone();
    changed.updated_at = moment(9);
    let links = fixture.store.links();
    let sale = new_link(Namespace::Global, "sale");
    assert_broken(&links.insert(&sale).await);
    assert_broken(&links.update(&changed).await);
    assert_broken(&links.delete_by_owner(ann, moment(9)).await);
    assert_eq!(fixture.find_link(link.id).await, Some(link));
    let route = fixture.routes.find_route(sale.namespace, &sale.slug).await;
    assert_eq!(route.unwrap(), None);
}

pub async fn a_write_to_jobs_beside_a_unit_is_refused(fixture: &StoreFixture) {
    let user = fixture.insert_user("ann@example.com").await.id;
    for _ in 0..2 {
        fixture.insert_job(user, moment(0)).await;
    }
    let claims = fixture.claim(moment(0), moment(9), 2).await;
    let done = Settlement::Done { at: moment(1) };
    let failed = Settlement::Failed {
        at: moment(1),
        error: String::new(),
    };
    fixture.settle(&claims[0], &failed).await;
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
    assert_broken(&jobs.delete_done(moment(9)).await);
    assert_eq!(fixture.list_jobs().await, before);
}

/// A caller who goes away (a client that hangs up) drops the call wherever it waits.
pub async fn a_begin_that_is_given_up_holds_nothing(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    for _ in 0..8 {
        drop(fixture.store.begin().now_or_never());
    }
    drop(unit);
    for _ in 0..8 {
        drop(fixture.store.begin().now_or_never());
    }
    a_committed_unit_lasts_in_all_its_parts(fixture).await;
}

pub async fn many_units_at_once_all_last(fixture: &StoreFixture) {
    let units = (0..20).map(|index| async move {
        let unit = fixture.begin().await;
        let address = format!("user{index}@example.com");
        let user = unit.users().insert(&new_user(&address)).await.unwrap();
        let job = Job::SendVerification { user: user.id };
        unit.jobs().insert(&job, moment(0)).await.unwrap();
        commit(unit).await;
        user
    });
    for user in join_all(units).await {
        assert_eq!(fixture.find_user(user.id).await, Some(user));
    }
    assert_eq!(fixture.list_jobs().await.len(), 20);
}
