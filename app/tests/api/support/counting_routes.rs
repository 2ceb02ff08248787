use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use korotko_cache::CachedRoutes;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{KnownRoute, RouteFinder, StoreError};

/// A slug whose look-up fails, and one whose look-up panics.
const FAILS: &str = "fails";
const PANICS: &str = "panics";

/// The real cache, which counts the requests that it answers without waiting.
pub struct CountingRoutes {
    inner: CachedRoutes,
    known: AtomicUsize,
}

impl CountingRoutes {
    pub fn new(inner: CachedRoutes) -> Self {
        let known = AtomicUsize::new(0);
        Self { inner, known }
    }

    /// How many routes were known so far.
    pub fn known(&self) -> usize {
        self.known.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl RouteFinder for CountingRoutes {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        match slug.as_str() {
            FAILS => Err(StoreError::internal("on purpose")),
            PANICS => panic!("on purpose"),
            _ => self.inner.find_route(namespace, slug).await,
        }
    }

    fn known_route(&self, namespace: Namespace, slug: &Slug) -> KnownRoute {
        let route = self.inner.known_route(namespace, slug);
        let known = usize::from(route != KnownRoute::Unknown);
        self.known.fetch_add(known, Ordering::SeqCst);
        route
    }

    fn forget(&self, namespace: Namespace, slug: &Slug) {
        self.inner.forget(namespace, slug);
    }

    fn forget_all(&self) {
        self.inner.forget_all();
    }
}
