use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use korotko_core::id::UserId;
use korotko_core::ports::{Change, Clock, NewsListener, StoreError, UserFinder};
use korotko_core::user::User;
use quick_cache::sync::Cache;

use crate::CacheOptions;
use crate::news::News;
use crate::status::{CacheStatus, Counters};

/// A [`UserFinder`] that caches the users of another one.
///
/// It only says that a token is valid: to refuse one, it asks the store.
pub struct CachedUsers {
    inner: Arc<dyn UserFinder>,
    clock: Arc<dyn Clock>,
    options: CacheOptions,
    users: Cache<UserId, Arc<CachedUser>>,
    /// The number of invalidations. Locked while a user is inserted or removed.
    changes: Mutex<u64>,
    news: News,
    counters: Counters,
}

/// A user from the store.
struct CachedUser {
    user: User,
    /// When the store was asked: the answer was valid then or later.
    requested_at: Duration,
}

impl CachedUsers {
    /// Creates an empty cache in front of `inner`.
    #[must_use]
    pub fn new(inner: Arc<dyn UserFinder>, clock: Arc<dyn Clock>, options: CacheOptions) -> Self {
        Self {
            inner,
            options,
            users: Cache::new(options.user_capacity),
            changes: Mutex::default(),
            news: News::new(clock.uptime()),
            clock,
            counters: Counters::default(),
        }
    }

    /// What is cached, and how often that was the answer.
    #[must_use]
    pub fn status(&self) -> CacheStatus {
        CacheStatus {
            entries: self.users.len(),
            missing: 0,
            hits: self.counters.hits(),
            misses: self.counters.misses(),
            news_age: self.news.age(self.clock.uptime()),
        }
    }

    /// The cached user, if they are known to have this epoch.
    fn known(&self, id: UserId, epoch: i64) -> Option<User> {
        let known = self.users.get(&id)?;
        let now = self.clock.uptime();
        let fresh = self.news.is_fresh(known.requested_at, now, &self.options);
        (fresh && known.user.token_epoch == epoch).then(|| known.user.clone())
    }

    /// Caches a user from the store, unless there were invalidations since `before`.
    fn store(&self, user: &User, requested_at: Duration, before: u64) {
        let user = user.clone();
        let changes = self.changes();
        if *changes == before {
            let known = CachedUser { user, requested_at };
            self.users.insert(known.user.id, Arc::new(known));
        }
    }

    fn forget(&self, id: UserId) {
        let mut changes = self.changes();
        *changes += 1;
        self.users.remove(&id);
    }

    fn forget_all(&self) {
        let mut changes = self.changes();
        *changes += 1;
        self.users.clear();
    }

    fn changes(&self) -> MutexGuard<'_, u64> {
        self.changes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl UserFinder for CachedUsers {
    async fn find_user(&self, id: UserId, epoch: i64) -> Result<Option<User>, StoreError> {
        if let Some(user) = self.known(id, epoch) {
            self.counters.hit();
            return Ok(Some(user));
        }
        self.counters.miss();
        let before = *self.changes();
        let requested_at = self.clock.uptime();
        let found = self.inner.find_user(id, epoch).await?;
        match &found {
            Some(user) => self.store(user, requested_at, before),
            // Not kept any longer than needed: the account may be deleted.
            None => self.forget(id),
        }
        Ok(found)
    }

    fn forget_user(&self, id: UserId) {
        self.inner.forget_user(id);
        self.forget(id);
    }
}

impl NewsListener for CachedUsers {
    fn changed(&self, change: &Change) {
        match change {
            Change::Route(..) => {}
            Change::User(id) | Change::Owner(id) => self.forget_user(*id),
            Change::Everything => self.forget_all(),
        }
    }

    fn complete(&self, since: Duration, until: Duration) {
        self.news.complete(since, until);
    }
}

impl fmt::Debug for CachedUsers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedUsers")
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
