use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{
    CollectionRepository, JobRepository, LinkRepository, MembershipRepository, RouteFinder, Store,
    StoreError, UnitOfWork, UserRepository,
};
use korotko_seaorm::SeaStore;

use super::away::{Away, away};

/// The real store, until it is switched off: then it answers that it is unavailable.
pub struct SwitchedStore {
    inner: SeaStore,
    off: AtomicBool,
}

impl SwitchedStore {
    pub fn new(inner: SeaStore) -> Self {
        let off = AtomicBool::new(false);
        Self { inner, off }
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
}
