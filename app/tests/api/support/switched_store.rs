use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{
    ClickLogRepository, ClickStatistics, CollectionRepository, JobRepository, LinkRepository,
    MembershipRepository, ReportRepository, RouteFinder, ScheduleRepository, Snapshot, Store,
    StoreError, UnitOfWork, UserRepository,
};
use korotko_seaorm::SeaStore;

use super::away::{Away, away};

/// The real store, until it is switched off: then it answers that it is unavailable.
pub struct SwitchedStore {
    inner: SeaStore,
    off: Arc<AtomicBool>,
}

impl SwitchedStore {
    pub fn new(inner: SeaStore) -> Self {
        let off = Arc::default();
        Self { inner, off }
    }

    /// The same store for deferred work, on the same switch.
    pub fn for_work(&self) -> Self {
        Self {
            inner: self.inner.for_work(),
            off: self.off.clone(),
        }
    }

    pub fn switch_off(&self) {
        self.off.store(true, Ordering::SeqCst);
    }

    pub fn switch_on(&self) {
        self.off.store(false, Ordering::SeqCst);
    }

    pub async fn close(&self) {
        // A database that is away has nothing to close.
        let _ = self.inner.close().await;
    }

    fn inner(&self) -> Result<&SeaStore, StoreError> {
        if self.off.load(Ordering::SeqCst) {
            return away();
        }
        Ok(&self.inner)
    }
}

#[async_trait]
impl Store for SwitchedStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        self.inner()?.begin().await
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        self.inner()?.snapshot().await
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.inner()?.check().await
    }

    fn users(&self) -> &dyn UserRepository {
        self.inner().map_or(&Away, Store::users)
    }

    fn links(&self) -> &dyn LinkRepository {
        self.inner().map_or(&Away, Store::links)
    }

    fn collections(&self) -> &dyn CollectionRepository {
        self.inner().map_or(&Away, Store::collections)
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        self.inner().map_or(&Away, Store::memberships)
    }

    fn jobs(&self) -> &dyn JobRepository {
        self.inner().map_or(&Away, Store::jobs)
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        self.inner().map_or(&Away, Store::statistics)
    }

    fn click_logs(&self) -> &dyn ClickLogRepository {
        self.inner().map_or(&Away, Store::click_logs)
    }

    fn reports(&self) -> &dyn ReportRepository {
        self.inner().map_or(&Away, Store::reports)
    }

    fn schedules(&self) -> &dyn ScheduleRepository {
        self.inner().map_or(&Away, Store::schedules)
    }
}

#[async_trait]
impl RouteFinder for SwitchedStore {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        self.inner()?.find_route(namespace, slug).await
    }

    fn forget(&self, namespace: Namespace, slug: &Slug) {
        self.inner.forget(namespace, slug);
    }

    fn forget_all(&self) {
        self.inner.forget_all();
    }
}
