//! Checks of [`UnitOfWork`], and of [`Store`](korotko_core::ports::Store) apart from what it refuses to write.

use futures_util::FutureExt;
use futures_util::future::join_all;

use super::StoreFixture;
use super::given::{
    With, anonymous, assert_broken, assert_conflict, commit, delete_account, done, email, moment,
    new_global_link, new_link, new_user, slug,
};
use super::given_links::{new_collection, search};
use super::suite::checks;
use korotko_core::id::{CollectionId, JobId, LinkId, UserId};
use korotko_core::job::Job;
use korotko_core::link::Namespace;
use korotko_core::ports::{CollectionQuery, JobQuery, LinkQuery, Membership, UnitOfWork};

checks! { $ __unit_of_work_checks, unit_of_work:
    a_store_that_can_serve_says_so,
    a_committed_unit_lasts_in_all_its_parts,
    a_dropped_unit_is_undone,
    dropped_changes_and_deletions_are_undone,
    nobody_sees_a_unit_before_its_commit,
    what_is_committed_is_seen_through_another_handle_at_once,
    a_unit_sees_its_own_changes,
    a_unit_lists_its_own_links_and_sets,
    a_user_goes_back_when_the_job_is_not_committed,
    after_a_conflict_a_new_unit_works,
    a_spent_unit_cannot_be_committed,
    a_begin_that_is_given_up_holds_nothing,
    many_units_at_once_all_last,
}

/// What a unit wrote.
struct Written {
    user: UserId,
    link: LinkId,
    collection: CollectionId,
    job: JobId,
}

/// A user with a link, a set that it is in, and a job, all in one unit.
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
    let job = unit.jobs().insert(&job, moment(0)).await.unwrap();
    Written {
        user,
        link,
        collection,
        job,
    }
}

/// Whether the store shows the user, the link, its route, its place in the set, the set and the job, in turn.
async fn visible(fixture: &StoreFixture, written: &Written) -> [bool; 6] {
    let route = fixture.find_route(Namespace::Global, "promo");
    [
        fixture.find_user(written.user).await.is_some(),
        fixture.find_link(written.link).await.is_some(),
        route.await.is_some(),
        !fixture.places(written.link).await.is_empty(),
        fixture.find_collection(written.collection).await.is_some(),
        fixture.find_job(written.job).await.is_some(),
    ]
}

pub async fn a_store_that_can_serve_says_so(fixture: &StoreFixture) {
    fixture.store.check().await.unwrap();
}

pub async fn a_committed_unit_lasts_in_all_its_parts(fixture: &StoreFixture) {
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
    // What it held is free: the same unit works now.
    a_committed_unit_lasts_in_all_its_parts(fixture).await;
}

pub async fn dropped_changes_and_deletions_are_undone(fixture: &StoreFixture) {
    let ann = fixture.insert_user("ann@example.com").await;
    let link = fixture
        .insert_link(&new_link(Namespace::Personal(ann.id), "a"))
        .await;
    let tombstone = anonymous("b");
    let tombstone = fixture.insert_tombstone(&tombstone, moment(1)).await;
    let set = fixture.insert_collection(ann.id, "Spring").await.id;
    fixture.join(set, &[link.id]).await;
    let set = fixture.find_collection(set).await.unwrap();
    fixture.insert_job(ann.id, moment(0)).await;
    let jobs = fixture.list_jobs().await;

    let unit = fixture.begin().await;
    let claims = unit.jobs().claim(moment(0), moment(9), 9).await.unwrap();
    let done = done(moment(1));
    assert!(unit.jobs().settle(&claims[0], &done).await.unwrap());
    assert_eq!(unit.tombstones().clear(moment(9), 1_000).await.unwrap(), 1);
    assert_eq!(unit.tombstones().delete(moment(9), 1_000).await.unwrap(), 1);
    let changed = link.clone().with(|link| link.slug = slug("other"));
    assert_eq!(
        unit.link_batches().update(&[changed]).await.unwrap(),
        [true]
    );
    assert!(unit.collections().delete(set.id).await.unwrap());
    assert!(delete_account(&*unit, ann.id).await);
    drop(unit);

    assert_eq!(fixture.list_jobs().await, jobs);
    assert_eq!(fixture.find_link(tombstone.id).await, Some(tombstone));
    assert_eq!(fixture.places(link.id).await, [set.id]);
    assert_eq!(fixture.find_link(link.id).await, Some(link));
    assert_eq!(fixture.find_collection(set.id).await, Some(set));
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

/// Also after a unit that failed and one that was dropped: the units that follow are not built on them.
pub async fn what_is_committed_is_seen_through_another_handle_at_once(fixture: &StoreFixture) {
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
        let job = unit.jobs().insert(&job, moment(0)).await.unwrap();
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

pub async fn a_unit_lists_its_own_links_and_sets(fixture: &StoreFixture) {
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
    let sets = unit.collections().list(&query).await.unwrap();
    let sets: Vec<_> = sets.iter().map(|set| (set.id, set.links)).collect();
    assert_eq!(sets, [(written.collection, 1)]);
    let places = unit.memberships().list_by_links(&[written.link]).await;
    assert_eq!(places.unwrap().len(), 1);
    let count = unit.collections().count_by_owner(written.user).await;
    assert_eq!(count.unwrap(), 1);
}

pub async fn a_user_goes_back_when_the_job_is_not_committed(fixture: &StoreFixture) {
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
