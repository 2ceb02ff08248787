//! The suite that every store must pass.

use std::sync::Arc;

use korotko_contract::StoreFixture;
use korotko_contract::store_contract;

use crate::given::{Place, patient};

async fn fixture(place: Place) -> StoreFixture {
    let store = Arc::new(place.store().await);
    let other = Arc::new(place.connect(&patient()).await);
    StoreFixture::new(store.clone(), other, store).keeping(place)
}

async fn on_sqlite() -> StoreFixture {
    fixture(Place::sqlite()).await
}

async fn on_postgresql() -> StoreFixture {
    fixture(Place::postgresql()).await
}

mod sqlite {
    use super::*;
    store_contract!(on_sqlite);
}

mod postgresql {
    use super::*;
    store_contract!(on_postgresql);
}
