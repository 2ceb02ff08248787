//! The building blocks of the checks: sample values, inserted rows, and assertions.

use std::fmt::Debug;
use std::future::poll_fn;
use std::task::Poll;

use futures_util::future::join_all;

use super::StoreFixture;
use korotko_core::id::{JobId, LinkId, UserId};
use korotko_core::job::{Job, JobRecord};
use korotko_core::link::{Link, Namespace, Slug, TargetUrl};
use korotko_core::ports::{
    Claim, InsertJob, InsertLink, InsertUser, JobOutcome, JobQuery, StoreError, Timestamp,
    UnitOfWork,
};
use korotko_core::user::{Email, Language, PasswordHash, User};

/// A time in whole microseconds that are not whole milliseconds, `seconds` after the first.
pub(super) fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_timestamp_micros(1_767_225_600_123_457 + seconds * 1_000_000).unwrap()
}

/// The time one microsecond before `moment`.
pub(super) fn just_before(moment: Timestamp) -> Timestamp {
    moment - chrono::TimeDelta::microseconds(1)
}

/// The time one microsecond after `moment`.
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

/// A link with this slug: anonymous in the global namespace, the user's in a personal one.
pub(super) fn new_link(namespace: Namespace, text: &str) -> InsertLink {
    InsertLink::new(namespace, slug(text), target(text), moment(0))
}

/// An anonymous link with this slug.
pub(super) fn anonymous(text: &str) -> InsertLink {
    new_link(Namespace::Global, text)
}

/// A global link of the user with this slug.
pub(super) fn new_global_link(owner: UserId, text: &str) -> InsertLink {
    new_link(Namespace::Global, text).with(|link| link.owner = Some(owner))
}

/// Changes a sample within an expression.
pub(super) trait With: Sized {
    /// The changed value.
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T> With for T {}

pub(super) fn done(at: Timestamp) -> JobOutcome {
    JobOutcome::Done { at }
}

pub(super) fn retry(at: Timestamp, error: &str) -> JobOutcome {
    let error = error.to_owned();
    JobOutcome::Retry { at, error }
}

pub(super) fn release(at: Timestamp, error: &str) -> JobOutcome {
    let error = error.to_owned();
    JobOutcome::Release { at, error }
}

pub(super) fn failed(at: Timestamp, error: &str) -> JobOutcome {
    let error = error.to_owned();
    JobOutcome::Failed { at, error }
}

/// Lets concurrent futures proceed first, so that units overlap even if no call of an adapter waits.
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

/// Runs `work` in a unit of its own, and commits it.
pub(super) async fn write<T>(
    fixture: &StoreFixture,
    work: impl AsyncFnOnce(&dyn UnitOfWork) -> Result<T, StoreError>,
) -> T {
    let unit = fixture.begin().await;
    let answer = work(&*unit).await.unwrap();
    commit(unit).await;
    answer
}

/// Runs each piece of work in a unit of its own, all concurrently: one is committed, and the others are conflicts.
pub(super) async fn assert_one_wins<T, W: Debug>(
    fixture: &StoreFixture,
    work: impl IntoIterator<Item = T>,
    write: impl AsyncFn(&dyn UnitOfWork, T) -> Result<W, StoreError>,
) {
    let write = &write;
    let attempts = work.into_iter().map(|one| async move {
        let unit = fixture.begin().await;
        let answer = write(&*unit, one).await;
        if answer.is_ok() {
            commit(unit).await;
        }
        answer
    });
    let answers = join_all(attempts).await.into_iter();
    let (won, lost): (Vec<_>, Vec<_>) = answers.partition(Result::is_ok);
    assert_eq!(won.len(), 1);
    lost.iter().for_each(assert_conflict);
}

pub(super) async fn commit(unit: Box<dyn UnitOfWork>) {
    give_way().await;
    unit.commit().await.expect("commit the unit");
}

/// Deletes an account at `moment(9)` and removes its rows, in this unit; returns whether it existed.
pub(super) async fn delete_account(unit: &dyn UnitOfWork, id: UserId) -> bool {
    let existed = unit.users().delete(id, moment(9)).await.unwrap();
    remove_deleted(unit).await;
    existed
}

/// Removes the rows of deleted accounts, a few at a time.
pub(super) async fn remove_deleted(unit: &dyn UnitOfWork) {
    while unit.tombstones().purge_deleted_accounts(3).await.unwrap() > 0 {}
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn begin(&self) -> Box<dyn UnitOfWork> {
        let unit = self.store.begin().await.expect("begin a unit");
        give_way().await;
        unit
    }

    pub(super) async fn insert_user(&self, address: &str) -> User {
        write(self, async |unit| {
            unit.users().insert(&new_user(address)).await
        })
        .await
    }

    pub(super) async fn ann(&self) -> UserId {
        self.insert_user("ann@example.com").await.id
    }

    /// Two users.
    pub(super) async fn ann_and_bob(&self) -> [UserId; 2] {
        let ann = self.ann().await;
        [ann, self.insert_user("bob@example.com").await.id]
    }

    pub(super) async fn update_user(&self, user: &User) {
        write(self, async |unit| unit.users().update(user).await).await;
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
        write(self, async |unit| unit.links().insert(link).await).await
    }

    pub(super) async fn update_link(&self, link: &Link) {
        write(self, async |unit| unit.links().update(link).await).await;
    }

    /// A link that is created and then deleted at `deleted_at`.
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
        let id = unit
            .jobs()
            .insert(&InsertJob::untraced(job, now))
            .await
            .unwrap();
        commit(unit).await;
        id
    }

    pub(super) async fn claim(&self, now: Timestamp, until: Timestamp, limit: u32) -> Vec<Claim> {
        write(self, async |unit| {
            unit.jobs().claim(now, until, limit).await
        })
        .await
    }

    pub(super) async fn renew(&self, claim: &Claim, until: Timestamp) -> bool {
        write(self, async |unit| unit.jobs().renew(claim, until).await).await
    }

    pub(super) async fn finish(&self, claim: &Claim, outcome: &JobOutcome) -> bool {
        write(self, async |unit| unit.jobs().finish(claim, outcome).await).await
    }

    pub(super) async fn requeue(&self, id: JobId, now: Timestamp) -> bool {
        let requeued = write(self, async |unit| unit.jobs().requeue(id, now).await).await;
        if let Some(job) = &requeued {
            assert_eq!(self.find_job(id).await.unwrap().job, *job);
        }
        requeued.is_some()
    }

    pub(super) async fn list_jobs(&self) -> Vec<JobRecord> {
        let all = JobQuery::default().with(|query| query.limit = 1_000);
        self.store.jobs().list(&all).await.unwrap()
    }

    pub(super) async fn find_job(&self, id: JobId) -> Option<JobRecord> {
        let mut jobs = self.list_jobs().await.into_iter();
        jobs.find(|job| job.id == id)
    }
}

/// The list has exactly these rows in this order, page by page: after each of them, and with every limit.
pub(super) async fn assert_pages<T: PartialEq + Debug, Id: Copy>(
    rows: &[T],
    id: impl Fn(&T) -> Id,
    list: impl AsyncFn(Option<Id>, u32) -> Vec<T>,
) {
    let cursors = rows.iter().map(|row| Some(id(row)));
    for (start, after) in [None].into_iter().chain(cursors).enumerate() {
        let rest = &rows[start..];
        for limit in [0, 1, 2, rest.len(), rest.len() + 1] {
            let page = list(after, u32::try_from(limit).unwrap()).await;
            assert_eq!(page, rest[..limit.min(rest.len())], "{limit} of {start}");
        }
    }
}

/// Rows that are created and removed have distinct ids.
pub(super) async fn assert_ids_differ<Id: PartialEq + Debug>(
    create_and_remove: impl AsyncFn() -> Id,
) {
    let mut given = Vec::new();
    for _ in 0..3 {
        let id = create_and_remove().await;
        assert!(!given.contains(&id), "{id:?} was assigned before");
        given.push(id);
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
pub(super) fn assert_internal<T: Debug>(answer: &Result<T, StoreError>) {
    assert!(
        matches!(answer, Err(StoreError::Internal(_))),
        "expected the call to be refused as a defect, got {answer:?}"
    );
}
