use std::error::Error;
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::{Either, select};
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{Clock, RouteFinder, StoreError, Timestamp};

use crate::CacheOptions;
use crate::key::KeyRef;
use crate::known::Known;
use crate::memory::Memory;
use crate::outage::Outage;

type Answer = Result<Option<Route>, StoreError>;

/// A [`RouteFinder`] in front of another, which is asked as seldom as the age of answers allows.
pub struct CachedRoutes {
    inner: Arc<dyn RouteFinder>,
    clock: Arc<dyn Clock>,
    options: CacheOptions,
    memory: Memory,
    outage: Outage,
}

impl CachedRoutes {
    /// Routes that `inner` finds; nothing is remembered yet.
    #[must_use]
    pub fn new(inner: Arc<dyn RouteFinder>, clock: Arc<dyn Clock>, options: CacheOptions) -> Self {
        Self {
            inner,
            clock,
            options,
            memory: Memory::new(options.capacity),
            outage: Outage::new(options.pause, options.outage_memory),
        }
    }

    /// How many routes it remembers at the moment.
    #[must_use]
    pub fn remembered(&self) -> usize {
        self.memory.len()
    }

    /// What the store says now, with as much patience as it has itself. Never what it said before something was forgotten.
    async fn ask(&self, key: KeyRef<'_>) -> Answer {
        loop {
            let ticket = self.memory.ticket(key, self.clock.now());
            let found = self.inner.find_route(key.namespace, key.slug).await?;
            self.note_answer();
            if self.memory.learn(key, found.as_ref(), &ticket) {
                return Ok(found);
            }
        }
    }

    /// The same for something that is not known; what is known need not wait for a store that fails here.
    async fn ask_for_unknown(&self, key: KeyRef<'_>) -> Answer {
        let answer = self.ask(key).await;
        match &answer {
            // This one row may be at fault.
            Ok(_) | Err(StoreError::Internal(_)) => {}
            Err(error) => self.note_failure(Some(error)),
        }
        answer
    }

    /// What there is to say of a route that is not fresh any more.
    async fn renew(&self, key: KeyRef<'_>, mut known: Arc<Known>) -> Answer {
        let mut patience = None;
        loop {
            let now = self.clock.now();
            let age = known.age(now);
            if age < self.options.fresh_for || self.outage.holds_back(now) {
                return Ok(Some(known.route.clone()));
            }
            if let Some(_turn) = known.turn.try_lock() {
                return self.refresh(key, self.patience_at(age, now)).await;
            }
            if age < self.options.max_age {
                return Ok(Some(known.route.clone()));
            }
            // Too old to be answered: wait for the one who asks. If that one hangs up, another takes the turn.
            let patience =
                patience.get_or_insert_with(|| self.clock.sleep(self.patience_at(age, now)));
            let waited = select(known.turn.lock(), patience).await;
            let out_of_patience = matches!(waited, Either::Right(_));
            drop(waited);
            // It may have been replaced or forgotten meanwhile.
            known = match self.memory.find(key) {
                None => return self.ask_for_unknown(key).await,
                Some(known) if out_of_patience => return Ok(Some(known.route.clone())),
                Some(known) => known,
            };
        }
    }

    /// Asks the store for something that is known: if it does not answer, or not soon, what is known must do.
    async fn refresh(&self, key: KeyRef<'_>, patience: Duration) -> Answer {
        let patience = self.clock.sleep(patience);
        let answer = pin!(self.ask(key));
        match select(answer, patience).await {
            Either::Left((Err(error), _)) => {
                self.note_failure(Some(&error));
                // Whatever is the matter with the store: what is known is better than nothing.
                self.fall_back(key).map(Some).ok_or(error)
            }
            Either::Left((answer, _)) => answer,
            Either::Right(((), answer)) => {
                self.note_failure(None);
                match self.fall_back(key) {
                    Some(route) => Ok(Some(route)),
                    None => answer.await,
                }
            }
        }
    }

    /// How long to wait for the store before something of this age is answered: longer where it is so old that it may have been
    /// changed long ago, and nobody knows of an outage.
    fn patience_at(&self, age: Duration, now: Timestamp) -> Duration {
        if age > self.options.max_age * 10 && !self.outage.failed_lately(now) {
            self.options.long_patience
        } else {
            self.options.patience
        }
    }

    /// What is known, however old; nothing when it was forgotten meanwhile.
    fn fall_back(&self, key: KeyRef<'_>) -> Option<Route> {
        let known = self.memory.find(key)?;
        Some(known.route.clone())
    }

    /// The store failed, or was not heard.
    fn note_failure(&self, error: Option<&StoreError>) {
        if self.outage.begin(self.clock.now()) {
            let cause = error.and_then(Error::source).map(ToString::to_string);
            let cause = cause.unwrap_or_else(|| "no answer in time".to_owned());
            tracing::warn!(
                cause,
                "the store is away: known links are answered from memory"
            );
        }
    }

    fn note_answer(&self) {
        if self.outage.end() {
            tracing::info!("the store is back");
        }
    }
}

#[async_trait]
impl RouteFinder for CachedRoutes {
    async fn find_route(&self, namespace: Namespace, slug: &Slug) -> Answer {
        let key = KeyRef { namespace, slug };
        let Some(known) = self.memory.find(key) else {
            return self.ask_for_unknown(key).await;
        };
        if known.age(self.clock.now()) < self.options.fresh_for {
            return Ok(Some(known.route.clone()));
        }
        self.renew(key, known).await
    }

    // The inner one first: else what it remembers could be asked for, and remembered here, in between.
    fn forget(&self, namespace: Namespace, slug: &Slug) {
        self.inner.forget(namespace, slug);
        self.memory.forget(KeyRef { namespace, slug });
    }

    fn forget_all(&self) {
        self.inner.forget_all();
        self.memory.forget_all();
    }
}

impl fmt::Debug for CachedRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedRoutes")
            .field("options", &self.options)
            .field("remembered", &self.remembered())
            .field("outage", &self.outage)
            .finish_non_exhaustive()
    }
}
