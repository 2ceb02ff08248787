use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering::SeqCst};
use std::task::Poll;
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::FutureExt;
use korotko_cache::{CacheOptions, CachedUsers};
use korotko_core::id::UserId;
use korotko_core::mock::{TestClock, sample};
use korotko_core::ports::{Change, Clock, NewsListener, StoreError, UserFinder};
use korotko_core::user::User;

use super::setup::slug;

/// A store with Ann, who has one epoch after the other.
#[derive(Default)]
struct FakeStore {
    epoch: AtomicI64,
    requests: AtomicUsize,
    /// It reads at once, and answers at the second poll.
    is_slow: AtomicBool,
    is_away: AtomicBool,
}

#[async_trait]
impl UserFinder for FakeStore {
    async fn find_user(&self, id: UserId, epoch: i64) -> Result<Option<User>, StoreError> {
        self.requests.fetch_add(1, SeqCst);
        let ann = User {
            token_epoch: self.epoch.load(SeqCst),
            ..sample::user()
        };
        poll_fn(|_| {
            if self.is_slow.swap(false, SeqCst) {
                return Poll::Pending;
            }
            Poll::Ready(())
        })
        .await;
        if self.is_away.load(SeqCst) {
            return Err(StoreError::unavailable("away"));
        }
        Ok(Some(ann).filter(|ann| ann.id == id && ann.token_epoch == epoch))
    }

    fn forget_user(&self, _: UserId) {}
}

struct Setup {
    store: Arc<FakeStore>,
    clock: TestClock,
    users: CachedUsers,
}

impl Setup {
    fn new() -> Self {
        let (store, clock) = (Arc::<FakeStore>::default(), TestClock::new(sample::now()));
        let (inner, options) = (store.clone(), CacheOptions::default());
        let users = CachedUsers::new(inner, Arc::new(clock.clone()), options);
        Self {
            store,
            clock,
            users,
        }
    }

    /// A setup that has accepted Ann's first token, and listens from before.
    async fn known() -> Self {
        let setup = Self::new();
        setup.beat(setup.clock.uptime());
        assert!(setup.accepts(0).await);
        setup
    }

    /// Whether Ann's token of this epoch is accepted.
    async fn accepts(&self, epoch: i64) -> bool {
        let found = self.users.find_user(sample::user().id, epoch).await;
        found.unwrap().is_some()
    }

    /// Raises the epoch in the store.
    fn end_sessions(&self) {
        self.store.epoch.fetch_add(1, SeqCst);
    }

    fn requests(&self) -> usize {
        self.store.requests.load(SeqCst)
    }

    fn pass(&self, millis: i64) {
        self.clock.advance(TimeDelta::milliseconds(millis));
    }

    /// Lets news be complete from `since` until now.
    fn beat(&self, since: Duration) {
        self.users.complete(since, self.clock.uptime());
    }

    fn pass_with_news(&self, since: Duration, millis: i64) {
        for _ in 0..millis / 100 {
            self.pass(100);
            self.beat(since);
        }
    }
}

#[tokio::test]
async fn while_news_are_heard_a_user_is_read_again_after_a_minute() {
    let setup = Setup::known().await;
    let since = setup.clock.uptime();
    setup.pass_with_news(since, 59_900);
    assert!(setup.accepts(0).await);
    assert_eq!(setup.requests(), 1);
    setup.pass_with_news(since, 100);
    assert!(setup.accepts(0).await);
    assert_eq!(setup.requests(), 2);
}

#[tokio::test]
async fn without_news_a_token_is_accepted_for_less_than_a_second() {
    let setup = Setup::new();
    assert!(setup.accepts(0).await);
    setup.end_sessions();
    setup.pass(399);
    assert!(setup.accepts(0).await);
    setup.pass(1);
    assert!(!setup.accepts(0).await);
}

#[tokio::test]
async fn a_changed_user_is_read_again_at_once() {
    let ann = sample::user().id;
    for change in [Change::User(ann), Change::Owner(ann), Change::Everything] {
        let setup = Setup::known().await;
        setup.end_sessions();
        setup.users.changed(&change);
        assert!(!setup.accepts(0).await, "{change:?}");
    }
}

#[tokio::test]
async fn changes_of_others_keep_a_user() {
    let (bob, namespace) = (UserId(sample::user().id.0 + 1), sample::link().namespace);
    let setup = Setup::known().await;
    for change in [
        Change::User(bob),
        Change::Owner(bob),
        Change::Route(namespace, slug("promo")),
    ] {
        setup.users.changed(&change);
        assert!(setup.accepts(0).await);
    }
    assert_eq!(setup.requests(), 1);
}

#[tokio::test]
async fn a_forgotten_user_is_read_again() {
    let setup = Setup::known().await;
    setup.end_sessions();
    setup.users.forget_user(sample::user().id);
    assert!(!setup.accepts(0).await);
    assert!(setup.accepts(1).await);
}

#[tokio::test]
async fn the_store_is_asked_before_a_token_is_refused() {
    let setup = Setup::known().await;
    setup.end_sessions();
    // As after signing in on another node, whose news are not heard yet.
    assert!(setup.accepts(1).await);
    assert!(!setup.accepts(0).await);
    assert!(!setup.accepts(0).await);
    assert_eq!(setup.requests(), 4);
}

#[tokio::test]
async fn after_late_or_lost_news_users_are_read_again() {
    let late = Setup::known().await;
    late.pass_with_news(late.clock.uptime(), 10_000);
    late.end_sessions();
    late.pass(400);
    assert!(!late.accepts(0).await);
    let lost = Setup::known().await;
    lost.pass_with_news(lost.clock.uptime(), 10_000);
    lost.end_sessions();
    lost.pass(100);
    lost.beat(lost.clock.uptime());
    assert!(!lost.accepts(0).await);
}

#[tokio::test]
async fn a_node_that_was_stopped_accepts_no_ended_session() {
    let setup = Setup::known().await;
    let since = setup.clock.uptime();
    setup.pass_with_news(since, 5_000);
    let sent = setup.clock.uptime();
    setup.end_sessions();
    setup.pass(10_000);
    // It first hears the heartbeat that was sent before it was stopped.
    setup.users.complete(since, sent);
    assert!(!setup.accepts(0).await);
}

#[tokio::test]
async fn a_user_read_before_a_change_is_not_cached_after_it() {
    let ann = sample::user().id;
    for change in [Change::User(ann), Change::Everything] {
        let setup = Setup::new();
        setup.store.is_slow.store(true, SeqCst);
        let mut reading = Box::pin(setup.accepts(0));
        assert_eq!((&mut reading).now_or_never(), None);
        setup.end_sessions();
        setup.users.changed(&change);
        // The request began before the change.
        assert!(reading.await);
        assert!(!setup.accepts(0).await);
    }
}

#[tokio::test]
async fn in_an_outage_nobody_is_accepted_who_may_have_signed_out() {
    let setup = Setup::known().await;
    setup.store.is_away.store(true, SeqCst);
    setup.pass(399);
    assert!(setup.accepts(0).await);
    setup.pass(1);
    let found = setup.users.find_user(sample::user().id, 0).await;
    assert!(matches!(found, Err(StoreError::Unavailable(_))));
}
