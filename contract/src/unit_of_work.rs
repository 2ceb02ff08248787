//! Checks of [`UnitOfWork`], and of [`Store`](korotko_core::ports::Store) apart from refused writes.

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_conflict, assert_internal, commit, delete_account, done, email, moment,
    new_global_link, new_link, new_user, slug,
};
use super::given_links::{new_collection, search};
use super::suite::checks;
use korotko_core::id::{CollectionId, JobId, LinkId, UserId};
use korotko_core::job::Job;
use korotko_core::link::Namespace;
use korotko_core::ports::{
    CollectionQuery, InsertJob, JobQuery, LinkQuery, Membership, UnitOfWork,
};

checks! { $ __unit_of_work_checks, unit_of_work:
    a_working_store_passes_its_check,
    a_committed_unit_is_completely_visible,
    a_dropped_unit_is_undone,
    dropped_changes_and_deletions_are_undone,
    nobody_sees_a_unit_before_its_commit,
    commits_are_visible_through_another_handle_at_once,
    a_unit_sees_its_own_changes,
    a_unit_lists_its_own_links_and_collections,
    a_user_is_rolled_back_with_the_job,
    after_a_conflict_a_new_unit_works,
    an_aborted_transaction_cannot_be_committed,
    a_cancelled_begin_releases_its_connection,
    many_concurrent_units_are_all_committed,
}

/// The rows that a unit wrote.
struct Written {
    user: UserId,
    link: LinkId,
    collection: CollectionId,
    job: JobId,
}

/// A user with a link, a collection that contains it, and a job, all in one unit.
async fn write_one_of_each(unit: &dyn UnitOfWork) -> Written {
    let user = unit.users().insert(&new_user("ann@example.com")).await;
    let user = user.unwrap().id;
    let link = unit.links().insert(&new_global_link(user, "promo")).await;
    let link = link.unwrap().id;
    let collection = new_collection(user, "Spring");
    let collection = unit.collections().insert(&collection).await.unwrap().id;
    let membership = Membership { collection, link };
    let new = unit.memberships().insert(&[membership]).await.unwrap();
    assert_eq!(new, 1);
    let job = Job::SendVerification { user };
    let job = unit
        .jobs()
        .insert(&InsertJob::untraced(job, moment(0)))
        .await
        .unwrap();
    Written {
        user,
        link,
        collection,
        job,
    }
}

/// Whether the store shows the user, the link, its route, its membership, the collection and the job, in this order.
async fn visible(fixture: &StoreFixture, written: &Written) -> [bool; 6] {
    let route = fixture.find_route(Namespace::Global, "promo");
    [
        fixture.find_user(written.user).await.is_some(),
        fixture.find_link(written.link).await.is_some(),
        route.await.is_some(),
        !fixture.collections_of(written.link).await.is_empty(),
        fixture.find_collection(written.collection).await.is_some(),
        fixture.find_job(written.job).await.is_some(),
    ]
}

pub async fn a_working_store_passes_its_check(fixture: &StoreFixture) {
    fixture.store.check().await.unwrap();
}

pub async fn a_committed_unit_is_completely_visible(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let written = write_one_of_each(&*unit).await;
    commit(unit).await;
    assert_eq!(visible(fixture, &written).await, [true; 6]);
}

pub async fn a_dropped_unit_is_undone(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let written = write_one_of_each(&*unit).await;
    drop(unit);
    assert_eq!(visible(fixture, &written).await, [false; 6]);
    // Its locks are released: the same unit works now.
    a_committed_unit_is_completely_visible(fixture).await;
}

pub async fn dropped_changes_and_deletions_are_undone(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let link = fixture
        .insert_link(&new_link(Namespace::Personal(ann.id), "a"))
        .await;
    let tombstone = anonymous("b");
    let tombstone = fixture.insert_tombstone(&tombstone, moment(1)).await;
    let collection = fixture.insert_collection(ann.id, "Spring").await.id;
    fixture.join(collection, &[link.id]).await;
    let collection = fixture.find_collection(collection).await.unwrap();
    fixture.insert_job(ann.id, moment(0)).await;
    let jobs = fixture.list_jobs().await;

    let unit = fixture.begin().await;
    let claims = unit.jobs().claim(moment(0), moment(9), 9).await.unwrap();
    let done = done(moment(1));
    assert!(unit.jobs().finish(&claims[0], &done).await.unwrap());
    assert_eq!(unit.tombstones().clear(moment(9), 1_000).await.unwrap(), 1);
    assert_eq!(unit.tombstones().delete(moment(9), 1_000).await.unwrap(), 1);
    let changed = link.clone().with(|link| link.slug = slug("other"));
    assert_eq!(
        unit.link_batches().update(&[changed]).await.unwrap(),
        [true]
    );
    assert!(unit.collections().delete(collection.id).await.unwrap());
    assert!(delete_account(&*unit, ann.id).await);
    drop(unit);

    assert_eq!(fixture.list_jobs().await, jobs);
    assert_eq!(fixture.find_link(tombstone.id).await, Some(tombstone));
    assert_eq!(fixture.collections_of(link.id).await, [collection.id]);
    assert_eq!(fixture.find_link(link.id).await, Some(link));
    assert_eq!(
        fixture.find_collection(collection.id).await,
        Some(collection)
    );
    assert_eq!(fixture.find_user(ann.id).await, Some(ann));
}

pub async fn nobody_sees_a_unit_before_its_commit(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let written = write_one_of_each(&*unit).await;
    assert_eq!(visible(fixture, &written).await, [false; 6]);
    let users = fixture.store.users();
    let by_email = users.find_by_email(&email("ann@example.com")).await;
    assert_eq!(by_email.unwrap(), None);
    commit(unit).await;
    assert_eq!(visible(fixture, &written).await, [true; 6]);
}

/// Also after a failed and a dropped unit: later units do not depend on them.
pub async fn commits_are_visible_through_another_handle_at_once(fixture: &StoreFixture) {
    fixture.insert_user("taken@example.com").await;
    for round in 0..4 {
        let unit = fixture.begin().await;
        let taken = unit.users().insert(&new_user("taken@example.com")).await;
        assert_conflict(&taken);
        drop(unit);
        let unit = fixture.begin().await;
        write_one_of_each(&*unit).await;
        drop(unit);
        let unit = fixture.begin().await;
        let user = new_user(&format!("user{round}@example.com"));
        let user = unit.users().insert(&user).await.unwrap();
        let job = Job::SendVerification { user: user.id };
        let job = unit
            .jobs()
            .insert(&InsertJob::untraced(job, moment(0)))
            .await
            .unwrap();
        commit(unit).await;
        let seen = fixture.other.users().find_by_id(user.id).await.unwrap();
        assert_eq!(seen, Some(user), "round {round}");
        let all = JobQuery::default().with(|query| query.limit = 9);
        let jobs = fixture.other.jobs().list(&all).await.unwrap();
        assert!(jobs.iter().any(|seen| seen.id == job), "round {round}");
    }
}

pub async fn a_unit_sees_its_own_changes(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let Written { user, job, .. } = write_one_of_each(&*unit).await;
    let mut changed = unit.users().find_for_update(user).await.unwrap().unwrap();
    changed.email = email("anna@example.com");
    unit.users().update(&changed).await.unwrap();
    let by_email = unit.users().find_by_email(&changed.email).await.unwrap();
    assert_eq!(by_email, Some(changed));
    let all = JobQuery::default().with(|query| query.limit = 9);
    let jobs = unit.jobs().list(&all).await.unwrap();
    assert_eq!(jobs.first().map(|job| job.id), Some(job));
    assert!(
        unit.users()
            .delete_lapsed(moment(9), moment(9), 9)
            .await
            .unwrap()
            == 0
    );
    assert!(delete_account(&*unit, user).await);
    assert_eq!(unit.users().find_by_id(user).await.unwrap(), None);
    assert_eq!(unit.jobs().list(&all).await.unwrap(), []);
}

pub async fn a_unit_lists_its_own_links_and_collections(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    let written = write_one_of_each(&*unit).await;
    let found = unit.links().find_by_id(written.link).await.unwrap();
    let query = LinkQuery {
        text: search("promo"),
        collection: Some(written.collection),
        ..LinkQuery::for_owner(written.user, 9)
    };
    let links = unit.links().list(&query).await.unwrap();
    assert_eq!(links.first(), found.as_ref());
    assert_eq!(links.len(), 1);
    let query =
        CollectionQuery::for_owner(written.user, 9).with(|query| query.link = Some(written.link));
    let collections = unit.collections().list(&query).await.unwrap();
    let collections: Vec<_> = collections
        .iter()
        .map(|collection| (collection.id, collection.links))
        .collect();
    assert_eq!(collections, [(written.collection, 1)]);
    let memberships = unit.memberships().list_by_links(&[written.link]).await;
    assert_eq!(memberships.unwrap().len(), 1);
    let count = unit.collections().count_by_owner(written.user).await;
    assert_eq!(count.unwrap(), 1);
}

pub async fn a_user_is_rolled_back_with_the_job(fixture: &StoreFixture) {
    let taken = fixture.insert_user("bob@example.com").await;
    let unit = fixture.begin().await;
    let written = write_one_of_each(&*unit).await;
    assert_conflict(&unit.users().insert(&new_user("bob@example.com")).await);
    drop(unit);
    assert_eq!(visible(fixture, &written).await, [false; 6]);
    assert_eq!(fixture.find_user(taken.id).await, Some(taken));
}

pub async fn after_a_conflict_a_new_unit_works(fixture: &StoreFixture) {
    fixture.insert_link(&anonymous("promo")).await;
    let unit = fixture.begin().await;
    let taken = anonymous("promo");
    assert_conflict(&unit.links().insert(&taken).await);
    drop(unit);
    let unit = fixture.begin().await;
    let link = unit.links().insert(&anonymous("sale")).await;
    let link = link.unwrap();
    commit(unit).await;
    assert_eq!(fixture.find_link(link.id).await, Some(link));
}

pub async fn an_aborted_transaction_cannot_be_committed(fixture: &StoreFixture) {
    fixture.insert_user("ann@example.com").await;
    let unit = fixture.begin().await;
    unit.users()
        .insert(&new_user("bob@example.com"))
        .await
        .unwrap();
    assert_conflict(&unit.users().insert(&new_user("ann@example.com")).await);
    assert_internal(&unit.commit().await);
    let bob = email("bob@example.com");
    let bob = fixture.store.users().find_by_email(&bob).await;
    assert_eq!(bob.unwrap(), None);
}

/// A caller that disconnects (such as a client that hangs up) drops the call wherever it waits.
pub async fn a_cancelled_begin_releases_its_connection(fixture: &StoreFixture) {
    let unit = fixture.begin().await;
    for _ in 0..8 {
        drop(fixture.store.begin().now_or_never());
    }
    drop(unit);
    for _ in 0..8 {
        drop(fixture.store.begin().now_or_never());
    }
    a_committed_unit_is_completely_visible(fixture).await;
}

pub async fn many_concurrent_units_are_all_committed(fixture: &StoreFixture) {
    let units = (0..20).map(|index| async move {
        let unit = fixture.begin().await;
        let address = format!("user{index}@example.com");
        let user = unit.users().insert(&new_user(&address)).await.unwrap();
        let job = Job::SendVerification { user: user.id };
        unit.jobs()
            .insert(&InsertJob::untraced(job, moment(0)))
            .await
            .unwrap();
        commit(unit).await;
        user
    });
    for user in join_all(units).await {
        assert_eq!(fixture.find_user(user.id).await, Some(user));
    }
    assert_eq!(fixture.list_jobs().await.len(), 20);
}
