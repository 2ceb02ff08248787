use std::error::Error;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::{Either, select};
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{Change, Clock, KnownRoute, NewsListener, RouteFinder, StoreError};

use crate::CacheOptions;
use crate::cached_route::CachedRoute;
use crate::flight::Landed;
use crate::joined::Joined;
use crate::key::KeyRef;
use crate::memory::Memory;
use crate::news::News;
use crate::outage::Outage;
use crate::status::{CacheStatus, Counters};

type Answer = Result<Option<Route>, StoreError>;

/// A [`RouteFinder`] that caches the routes of another one.
pub struct CachedRoutes {
    inner: Arc<dyn RouteFinder>,
    clock: Arc<dyn Clock>,
    options: CacheOptions,
    memory: Memory,
    news: News,
    outage: Outage,
    counters: Counters,
}

impl CachedRoutes {
    /// Creates an empty cache in front of `inner`.
    #[must_use]
    pub fn new(inner: Arc<dyn RouteFinder>, clock: Arc<dyn Clock>, options: CacheOptions) -> Self {
        Self {
            inner,
            options,
            memory: Memory::new(options.capacity, options.missing_capacity),
            news: News::new(clock.uptime()),
            clock,
            outage: Outage::new(options.pause, options.outage_memory),
            counters: Counters::default(),
        }
    }

    /// The number of cached routes.
    #[must_use]
    pub fn cached_count(&self) -> usize {
        self.memory.len()
    }

    /// What is cached, and how often that was the answer.
    #[must_use]
    pub fn status(&self) -> CacheStatus {
        CacheStatus {
            entries: self.memory.len(),
            missing: self.memory.missing_count(),
            hits: self.counters.hits(),
            misses: self.counters.misses(),
            news_age: self.news.age(self.clock.uptime()),
        }
    }

    /// Asks the store, without a timeout. Never returns an answer from before an invalidation.
    async fn ask(&self, key: KeyRef<'_>) -> Answer {
        loop {
            let ticket = self.memory.ticket(key, self.clock.uptime());
            let found = self.inner.find_route(key.namespace, key.slug).await?;
            self.record_answer();
            if self.memory.store(key, found.as_ref(), &ticket) {
                return Ok(found);
            }
        }
    }

    /// Asks the store for a route that is not cached, once for all who look it up at the same time, and records its failure for
    /// the cached ones.
    async fn look_up(&self, key: KeyRef<'_>) -> Answer {
        self.counters.miss();
        let joined = Joined::new(&self.memory, key);
        let mut landed = joined.flight.lock().await;
        let requested_at = self.clock.uptime();
        if let Some(landed) = &*landed
            && requested_at.saturating_sub(landed.requested_at) < self.options.max_age
        {
            return landed.answer();
        }
        let answer = self.ask(key).await;
        match &answer {
            // Only this row may be broken.
            Ok(_) | Err(StoreError::Internal(_)) => {}
            Err(error) => self.record_failure(Some(error)),
        }
        *landed = Some(Landed::new(&answer, requested_at));
        answer
    }

    /// Returns a route that is no longer fresh, and refreshes it if it is due.
    async fn refresh_if_due(&self, key: KeyRef<'_>, mut known: Arc<CachedRoute>) -> Answer {
        let mut timeout = None;
        loop {
            let now = self.clock.uptime();
            let age = self.age(&known, now);
            if self.is_fresh(&known, now) || self.outage.should_skip(now) {
                self.counters.hit();
                return Ok(Some(known.route.clone()));
            }
            if let Some(_guard) = known.refresh_lock.try_lock() {
                self.counters.miss();
                return self.refresh(key, self.timeout_for(age, now)).await;
            }
            if age < self.options.max_age {
                self.counters.hit();
                return Ok(Some(known.route.clone()));
            }
            // Too old to be returned: wait for the caller that refreshes it. If that caller is cancelled, another one refreshes.
            let timeout =
                timeout.get_or_insert_with(|| self.clock.sleep(self.timeout_for(age, now)));
            let waited = select(known.refresh_lock.lock(), timeout).await;
            let timed_out = matches!(waited, Either::Right(_));
            drop(waited);
            // The route may have been replaced or removed in the meantime.
            known = match self.memory.find(key) {
                None => return self.look_up(key).await,
                Some(known) if timed_out => {
                    self.counters.miss();
                    return Ok(Some(known.route.clone()));
                }
                Some(known) => known,
            };
        }
    }

    /// Asks the store for a cached route; returns the cached one if the store does not answer in time.
    async fn refresh(&self, key: KeyRef<'_>, timeout: Duration) -> Answer {
        let timeout = self.clock.sleep(timeout);
        let answer = pin!(self.ask(key));
        match select(answer, timeout).await {
            Either::Left((Err(error), _)) => {
                self.record_failure(Some(&error));
                // A cached route is better than an error.
                self.fall_back(key).map(Some).ok_or(error)
            }
            Either::Left((answer, _)) => answer,
            Either::Right(((), answer)) => {
                self.record_failure(None);
                match self.fall_back(key) {
                    Some(route) => Ok(Some(route)),
                    None => answer.await,
                }
            }
        }
    }

    /// How long to wait for the store before a route of this age is returned: longer if it is so old that it may have been changed
    /// long ago, and no outage is known.
    fn timeout_for(&self, age: Duration, now: Duration) -> Duration {
        if age > self.options.max_age * 10 && !self.outage.failed_recently(now) {
            self.options.stale_timeout
        } else {
            self.options.timeout
        }
    }

    /// How long ago a cached route was known to be right.
    fn age(&self, known: &CachedRoute, now: Duration) -> Duration {
        now.saturating_sub(self.news.right_at(known.requested_at))
    }

    /// Whether a cached route is returned without asking the store.
    fn is_fresh(&self, known: &CachedRoute, now: Duration) -> bool {
        self.news.is_fresh(known.requested_at, now, &self.options)
    }

    /// Whether it is known that there is no such link, or was until a moment ago.
    fn is_missing(&self, key: KeyRef<'_>, now: Duration) -> bool {
        let within = |time: Duration, limit| now.saturating_sub(time) < limit;
        self.memory.missing_at(key).is_some_and(|read| {
            let heard = self.news.heard_until(read);
            within(read, self.options.missing_for)
                && heard.is_some_and(|until| within(until, self.options.fresh_for))
        })
    }

    /// What is known without asking the store.
    fn known(&self, key: KeyRef<'_>) -> KnownRoute {
        let now = self.clock.uptime();
        match self.memory.find(key) {
            Some(known) if self.is_fresh(&known, now) => {
                self.counters.hit();
                KnownRoute::Found(known.route.clone())
            }
            None if self.is_missing(key, now) => {
                self.counters.hit();
                KnownRoute::Missing
            }
            _ => KnownRoute::Unknown,
        }
    }

    /// The cached route of any age, unless it was removed in the meantime.
    fn fall_back(&self, key: KeyRef<'_>) -> Option<Route> {
        let known = self.memory.find(key)?;
        Some(known.route.clone())
    }

    /// Records that the store failed or did not answer in time.
    fn record_failure(&self, error: Option<&StoreError>) {
        if self.outage.begin(self.clock.uptime()) {
            let cause = error.and_then(Error::source).map(ToString::to_string);
            let cause = cause.unwrap_or_else(|| "no answer in time".to_owned());
            tracing::warn!(
                event = "store_unavailable",
                cause,
                "store is unavailable; redirecting cached links only"
            );
        }
    }

    fn record_answer(&self) {
        if self.outage.end() {
            tracing::info!(event = "store_available", "store is available again");
        }
    }
}

#[async_trait]
impl RouteFinder for CachedRoutes {
    async fn find_route(&self, namespace: Namespace, slug: &Slug) -> Answer {
        let key = KeyRef { namespace, slug };
        match self.known(key) {
            KnownRoute::Found(route) => return Ok(Some(route)),
            KnownRoute::Missing => return Ok(None),
            KnownRoute::Unknown => {}
        }
        match self.memory.find(key) {
            Some(known) => self.refresh_if_due(key, known).await,
            None => self.look_up(key).await,
        }
    }

    fn known_route(&self, namespace: Namespace, slug: &Slug) -> KnownRoute {
        self.known(KeyRef { namespace, slug })
    }

    // The inner one first: otherwise an outdated route could be cached again in between.
    fn forget(&self, namespace: Namespace, slug: &Slug) {
        self.inner.forget(namespace, slug);
        self.memory.forget(KeyRef { namespace, slug });
    }

    fn forget_all(&self) {
        self.inner.forget_all();
        self.memory.forget_all();
    }
}

impl NewsListener for CachedRoutes {
    fn changed(&self, change: &Change) {
        match change {
            Change::Route(namespace, slug) => self.forget(*namespace, slug),
            Change::User(_) => {}
            // The owner of a route is not known here.
            Change::Owner(_) | Change::Everything => self.forget_all(),
        }
    }

    fn complete(&self, since: Duration, until: Duration) {
        self.news.complete(since, until);
    }
}

impl fmt::Debug for CachedRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedRoutes")
            .field("options", &self.options)
            .field("cached", &self.cached_count())
            .field("outage", &self.outage)
            .finish_non_exhaustive()
    }
}
