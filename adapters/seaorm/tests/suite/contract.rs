//! The suite that every store must pass.

use std::sync::Arc;

use korotko_contract::StoreFixture;
use korotko_contract::store_contract;

use crate::fixtures::{Database, patient};

async fn fixture(database: Database) -> StoreFixture {
    let store = Arc::new(database.store().await);
    let other = Arc::new(database.connect(&patient()).await);
    StoreFixture::new(store.clone(), other, store).keeping(database)
}

async fn on_sqlite() -> StoreFixture {
    fixture(Database::sqlite()).await
}

async fn on_postgresql() -> StoreFixture {
    fixture(Database::postgresql()).await
}

mod sqlite {
    use super::*;
    store_contract!(on_sqlite);
}

mod postgresql {
    use super::*;
    store_contract!(on_postgresql);
}
