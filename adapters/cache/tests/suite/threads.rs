use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use korotko_cache::{CacheOptions, CachedRoutes};
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::mock::{TestClock, sample};
use korotko_core::ports::{RouteFinder, StoreError};

use super::setup::{path, route, slug};

/// A store with one route, whose answers are delayed.
#[derive(Default)]
struct Version(AtomicU64);

#[async_trait::async_trait]
impl RouteFinder for Version {
    async fn find_route(&self, _: Namespace, _: &Slug) -> Result<Option<Route>, StoreError> {
        let version = self.0.load(Ordering::SeqCst).to_string();
        tokio::task::yield_now().await;
        Ok(Some(route(&version)))
    }

    fn forget(&self, _: Namespace, _: &Slug) {}

    fn forget_all(&self) {}
}

const EDITS: u64 = 3_000;

/// The clock is stopped, so only forgotten routes are looked up again.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_an_invalidation_no_reader_sees_the_old_route() {
    let store = Arc::new(Version::default());
    let clock = Arc::new(TestClock::new(sample::now()));
    let inner = Arc::clone(&store) as Arc<dyn RouteFinder>;
    let routes = Arc::new(CachedRoutes::new(inner, clock, CacheOptions::default()));
    let invalidated = Arc::new(AtomicU64::new(0));
    let readers: Vec<_> = (0..4)
        .map(|_| tokio::spawn(read(Arc::clone(&routes), Arc::clone(&invalidated))))
        .collect();
    for edit in 1..=EDITS {
        store.0.store(edit, Ordering::SeqCst);
        if edit % 10 == 0 {
            routes.forget_all();
        } else {
            routes.forget(Namespace::Global, &slug("promo"));
        }
        invalidated.store(edit, Ordering::SeqCst);
        tokio::task::yield_now().await;
    }
    for reader in readers {
        reader.await.unwrap();
    }
}

async fn read(routes: Arc<CachedRoutes>, invalidated: Arc<AtomicU64>) {
    let slug = slug("promo");
    loop {
        let at_least = invalidated.load(Ordering::SeqCst);
        let found = routes.find_route(Namespace::Global, &slug).await.unwrap();
        let version: u64 = path(&found.unwrap()).parse().unwrap();
        assert!(version >= at_least, "{version} after {at_least}");
        if at_least == EDITS {
            return;
        }
        tokio::task::yield_now().await;
    }
}
