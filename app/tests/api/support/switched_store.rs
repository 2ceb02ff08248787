use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use korotko_core::id::KeyId;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{
    Repositories, RouteFinder, Snapshot, Store, StoreError, Timestamp, UnitOfWork,
};
use korotko_memory::MemoryStore;
use korotko_seaorm::{SeaRateLimiter, SeaStore};

/// The real store, until it is switched off: then every call is unavailable.
pub struct SwitchedStore {
    inner: SeaStore,
    off: Arc<AtomicBool>,
    /// The unavailable store.
    away: MemoryStore,
}

impl SwitchedStore {
    pub fn new(inner: SeaStore) -> Self {
        let away = MemoryStore::new();
        away.set_available(false);
        Self {
            inner,
            off: Arc::default(),
            away,
        }
    }

    /// The same store for jobs, on the same switch.
    pub fn for_work(&self) -> Self {
        Self {
            inner: self.inner.for_work(),
            off: self.off.clone(),
            away: self.away.clone(),
        }
    }

    /// The rate limiter of all nodes, if they share one.
    pub fn rate_limiter(&self) -> Option<SeaRateLimiter> {
        self.inner.rate_limiter()
    }

    pub fn switch_off(&self) {
        self.off.store(true, Ordering::SeqCst);
    }

    pub fn switch_on(&self) {
        self.off.store(false, Ordering::SeqCst);
    }

    /// Locks the row of an API key, on SQLite against every write, until the unit is dropped.
    pub async fn lock_key(&self, id: i64) -> Box<dyn UnitOfWork> {
        let unit = self.inner.begin().await.unwrap();
        let at = Timestamp::default();
        let recorded = unit.keys().record_use(KeyId(id), at, at);
        assert!(recorded.await.unwrap());
        unit
    }

    pub async fn close(&self) {
        // Closing fails if the database is unavailable.
        let _ = self.inner.close().await;
    }

    fn now(&self) -> &dyn Store {
        if self.off.load(Ordering::SeqCst) {
            return &self.away;
        }
        &self.inner
    }
}

#[async_trait]
impl Store for SwitchedStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.now().begin().await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.now().snapshot().await
    }

    fn has_single_writer(&self) -> bool {
        self.now().has_single_writer()
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.now().check().await
    }

    fn repositories(&self) -> Repositories<'_> {
        self.now().repositories()
    }
}

#[async_trait]
impl RouteFinder for SwitchedStore {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        if self.off.load(Ordering::SeqCst) {
            return self.away.find_route(namespace, slug).await;
        }
        self.inner.find_route(namespace, slug).await
    }

    fn forget(&self, namespace: Namespace, slug: &Slug) {
        self.inner.forget(namespace, slug);
    }

    fn forget_all(&self) {
        self.inner.forget_all();
    }
}
