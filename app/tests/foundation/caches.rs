//! The caches find routes and users as their store does.

use std::future::{Ready, ready};
use std::sync::Arc;

use korotko_cache::{CacheOptions, CachedRoutes, CachedUsers};
use korotko_contract::{StoreFixture, route_finder_contract, user_finder_contract};
use korotko_memory::MemoryStore;
use korotko_seaorm::{SeaOptions, SeaStore};
use korotko_testkit::TestDatabase;
use korotko_tokio::SystemClock;

fn cached(mut fixture: StoreFixture) -> StoreFixture {
    let options = CacheOptions::default();
    let routes = CachedRoutes::new(fixture.routes, Arc::new(SystemClock), options);
    fixture.routes = Arc::new(routes);
    let users = CachedUsers::new(fixture.users, Arc::new(SystemClock), options);
    fixture.users = Arc::new(users);
    fixture
}

fn in_memory() -> Ready<StoreFixture> {
    let store = Arc::new(MemoryStore::new());
    ready(cached(StoreFixture::new(
        store.clone(),
        store.clone(),
        store,
    )))
}

async fn at(url: &str) -> StoreFixture {
    let connect = async || {
        SeaStore::connect(url, &SeaOptions::default())
            .await
            .unwrap()
    };
    let (store, other) = (Arc::new(connect().await), connect().await);
    store.migrate_up().await.unwrap();
    cached(StoreFixture::new(store.clone(), Arc::new(other), store))
}

async fn on_sqlite() -> StoreFixture {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}/korotko.db?mode=rwc", folder.path().display());
    at(&url).await.keeping(folder)
}

async fn on_postgresql() -> StoreFixture {
    let database = TestDatabase::create();
    at(&database.url()).await.keeping(database)
}

mod memory {
    use super::*;
    route_finder_contract!(in_memory);
    user_finder_contract!(in_memory);
}

mod sqlite {
    use super::*;
    route_finder_contract!(on_sqlite);
    user_finder_contract!(on_sqlite);
}

mod postgresql {
    use super::*;
    route_finder_contract!(on_postgresql);
    user_finder_contract!(on_postgresql);
}
