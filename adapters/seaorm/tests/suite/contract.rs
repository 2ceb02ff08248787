//! The suite that every store must pass.

use std::sync::Arc;

use korotko_contract::StoreFixture;
use korotko_contract::news::NewsFixture;
use korotko_contract::rate_limiter::RateLimiterFixture;
use korotko_contract::{news_contract, rate_limiter_contract, store_contract};
use korotko_tokio::SystemClock;

use crate::fixtures::{Database, patient};

async fn fixture(database: Database) -> StoreFixture {
    let store = Arc::new(database.store().await);
    let other = Arc::new(database.connect(&patient()).await);
    StoreFixture::new(store.clone(), other, store).keeping(database)
}

async fn news_of(database: Database) -> NewsFixture {
    let store = Arc::new(database.store().await);
    let feed = Arc::new(store.news(None).unwrap());
    let other = Arc::new(database.connect(&patient()).await);
    NewsFixture {
        store: StoreFixture::new(store.clone(), other, store).keeping(database),
        feed,
        clock: Arc::new(SystemClock),
    }
}

async fn on_sqlite() -> StoreFixture {
    fixture(Database::sqlite()).await
}

async fn on_postgresql() -> StoreFixture {
    fixture(Database::postgresql()).await
}

async fn rate_limiter() -> RateLimiterFixture {
    let database = Database::postgresql();
    let store = database.store().await;
    let other = database.connect(&patient()).await;
    let limiters = [&store, &other].map(|store| Arc::new(store.rate_limiter().unwrap()));
    let [limiter, other] = limiters;
    RateLimiterFixture::new(limiter, other).keeping(database)
}

async fn news_on_sqlite() -> NewsFixture {
    news_of(Database::sqlite()).await
}

async fn news_on_postgresql() -> NewsFixture {
    news_of(Database::postgresql()).await
}

mod sqlite {
    use super::*;
    store_contract!(on_sqlite);
    news_contract!(news_on_sqlite);
}

mod postgresql {
    use super::*;
    store_contract!(on_postgresql);
    news_contract!(news_on_postgresql);
    rate_limiter_contract!(rate_limiter);
}
