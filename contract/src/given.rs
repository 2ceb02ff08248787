//! What the checks are made of: sample values, rows that are there already, and what an answer is compared with.

use std::fmt::Debug;
use std::future::poll_fn;
use std::task::Poll;

use super::StoreFixture;
use korotko_core::id::{JobId, LinkId, UserId};
use korotko_core::job::{Job, JobRecord};
use korotko_core::link::{Link, Namespace, RedirectStatus, Slug, Tags, TargetUrl};
use korotko_core::ports::{
    Claim, InsertLink, InsertUser, JobQuery, Settlement, StoreError, Timestamp, UnitOfWork,
};
use korotko_core::user::{Email, Language, PasswordHash, User};

/// A moment in whole microseconds that are not whole milliseconds, `seconds` after the first.
pub(super) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(1_767_225_600_123_457 + seconds * 1_000_000).unwrap()
}

/// The moment one microsecond before `moment`.
pub(super) fn just_before(moment: Timestamp) -> Timestamp {
    moment - chrono::TimeDelta::microseconds(1)
}

/// The moment one microsecond after `moment`.
pub(super) fn just_after(moment: Timestamp) -> Timestamp {
    moment + chrono::TimeDelta::microseconds(1)
}

pub(super) fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

pub(super) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

pub(super) fn target(path: &str) -> TargetUrl {
    TargetUrl::from_stored(format!("https://example.com/{path}"))
}

pub(super) fn new_user(address: &str) -> InsertUser {
    InsertUser {
        email: email(address),
        password_hash: PasswordHash::from_phc(format!("$pbkdf2-sha256$i=1$c2FsdA${address}")),
        language: Language::En,
        created_at: moment(0),
    }
}

/// A link with this code: an anonymous one in the global namespace, the user's in a personal one.
pub(super) fn new_link(namespace: Namespace, code: &str) -> InsertLink {
    InsertLink {
        namespace,
        slug: slug(code),
        target: target(code),
        owner: match namespace {
            Namespace::Global => None,
            Namespace::Personal(owner) => Some(owner),
        },
        title: None,
        tags: Tags::default(),
        redirect_status: RedirectStatus::TemporaryRedirect,
        expires_at: None,
        max_clicks: None,
        created_at: moment(0),
    }
}

/// A link with this code that the user has in the global namespace.
pub(super) fn new_global_link(owner: UserId, code: &str) -> InsertLink {
    InsertLink {
        owner: Some(owner),
        ..new_link(Namespace::Global, code)
    }
}

/// Lets the futures that run beside this one go on first, so that units overlap even where no call of an adapter has to wait.
pub(super) async fn give_way() {
    let mut gave_way = false;
    let once = poll_fn(|context| {
        if gave_way {
            return Poll::Ready(());
        }
        gave_way = true;
        context.waker().wake_by_ref();
        Poll::Pending
    });
    once.await;
}

pub(super) async fn commit(unit: Box<dyn UnitOfWork>) {
    give_way().await;
    unit.commit().await.expect("the unit is committed");
}

/// Deletes an account at `moment(9)` and removes all that it left, in this unit; says whether there was one.
pub(super) async fn delete_account(unit: &dyn UnitOfWork, id: UserId) -> bool {
    let existed = unit.users().delete(id, moment(9)).await.unwrap();
    remove_deleted(unit).await;
    existed
}

/// Removes all that deleted accounts left, a few rows at a time.
pub(super) async fn remove_deleted(unit: &dyn UnitOfWork) {
    while unit.users().remove_deleted(3).await.unwrap() > 0 {}
}

/// Each makes its change in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn begin(&self) -> Box<dyn UnitOfWork> {
        let unit = self.store.begin().await.expect("a unit begins");
        give_way().await;
        unit
    }

    pub(super) async fn insert_user(&self, address: &str) -> User {
        let unit = self.begin().await;
        let user = unit.users().insert(&new_user(address)).await.unwrap();
        commit(unit).await;
        user
    }

    pub(super) async fn update_user(&self, user: &User) {
        let unit = self.begin().await;
        unit.users().update(user).await.unwrap();
        commit(unit).await;
    }

    pub(super) async fn delete_user(&self, id: UserId) -> bool {
        let unit = self.begin().await;
        let existed = delete_account(&*unit, id).await;
        commit(unit).await;
        existed
    }

    pub(super) async fn remove_deleted(&self) {
        let unit = self.begin().await;
        remove_deleted(&*unit).await;
        commit(unit).await;
    }

    pub(super) async fn find_user(&self, id: UserId) -> Option<User> {
        self.store.users().find_by_id(id).await.unwrap()
    }

    pub(super) async fn insert_link(&self, link: &InsertLink) -> Link {
        let unit = self.begin().await;
        let link = unit.links().insert(link).await.unwrap();
        commit(unit).await;
        link
    }

    pub(super) async fn update_link(&self, link: &Link) {
        let unit = self.begin().await;
        unit.links().update(link).await.unwrap();
        commit(unit).await;
    }

    /// A link that was made and then deleted at `deleted_at`.
    pub(super) async fn insert_tombstone(&self, link: &InsertLink, deleted_at: Timestamp) -> Link {
        let mut link = self.insert_link(link).await;
        link.deleted_at = Some(deleted_at);
        self.update_link(&link).await;
        link
    }

    pub(super) async fn find_link(&self, id: LinkId) -> Option<Link> {
        self.store.links().find_by_id(id).await.unwrap()
    }

    pub(super) async fn insert_job(&self, user: UserId, now: Timestamp) -> JobId {
        let unit = self.begin().await;
        let job = Job::SendVerification { user };
        let id = unit.jobs().insert(&job, now).await.unwrap();
        commit(unit).await;
        id
    }

    pub(super) async fn claim(&self, now: Timestamp, until: Timestamp, limit: u32) -> Vec<Claim> {
        let unit = self.begin().await;
        let claims = unit.jobs().claim(now, until, limit).await.unwrap();
        commit(unit).await;
        claims
    }

    pub(super) async fn renew(&self, claim: &Claim, until: Timestamp) -> bool {
        let unit = self.begin().await;
        let held = unit.jobs().renew(claim, until).await.unwrap();
        commit(unit).await;
        held
    }

    pub(super) async fn settle(&self, claim: &Claim, settlement: &Settlement) -> bool {
        let unit = self.begin().await;
        let held = unit.jobs().settle(claim, settlement).await.unwrap();
        commit(unit).await;
        held
    }

    pub(super) async fn requeue(&self, id: JobId, now: Timestamp) -> bool {
        let unit = self.begin().await;
        let requeued = unit.jobs().requeue(id, now).await.unwrap();
        commit(unit).await;
        if let Some(job) = &requeued {
            assert_eq!(self.find_job(id).await.unwrap().job, *job);
        }
        requeued.is_some()
    }

    pub(super) async fn list_jobs(&self) -> Vec<JobRecord> {
        let all = JobQuery {
            limit: 1_000,
            ..JobQuery::default()
        };
        self.store.jobs().list(&all).await.unwrap()
    }

    pub(super) async fn find_job(&self, id: JobId) -> Option<JobRecord> {
        let mut jobs = self.list_jobs().await.into_iter();
        jobs.find(|job| job.id == id)
    }
}

#[track_caller]
pub(super) fn assert_conflict<T: Debug>(answer: &Result<T, StoreError>) {
    assert!(
        matches!(answer, Err(StoreError::Conflict)),
        "expected a conflict, got {answer:?}"
    );
}

#[track_caller]
pub(super) fn assert_missing<T: Debug>(answer: &Result<T, StoreError>) {
    assert!(
        matches!(answer, Err(StoreError::Missing)),
        "expected the row to be missing, got {answer:?}"
    );
}

#[track_caller]
pub(super) fn assert_broken<T: Debug>(answer: &Result<T, StoreError>) {
    assert!(
        matches!(answer, Err(StoreError::Broken(_))),
        "expected the call to be refused as a defect, got {answer:?}"
    );
}
