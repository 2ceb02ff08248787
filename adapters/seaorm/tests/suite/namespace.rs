use korotko_core::ports::{Store, StoreError};
use sea_orm::ConnectionTrait;

use crate::given::{Place, insert_user, new_link, on_both};
use crate::schema::count;

on_both!(
    a_nullable_owner_does_not_keep_codes_unique,
    the_namespace_keeps_codes_unique,
);

/// Why links have a namespace column beside their owner.
async fn a_nullable_owner_does_not_keep_codes_unique(place: Place) {
    let raw = place.raw().await;
    for statement in [
        "CREATE TABLE urls (owner_id bigint NULL, slug text NOT NULL)",
        "CREATE UNIQUE INDEX urls_key ON urls (owner_id, slug)",
        "INSERT INTO urls (owner_id, slug) VALUES (NULL, 'promo')",
        "INSERT INTO urls (owner_id, slug) VALUES (NULL, 'promo')",
    ] {
        raw.execute_unprepared(statement).await.unwrap();
    }
    assert_eq!(count(&raw, "urls").await, 2, "NULLs are distinct");
}

async fn the_namespace_keeps_codes_unique(place: Place) {
    let store = place.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let bob = insert_user(&store, "bob@example.com").await;
    let owners = [None, Some(ann), Some(bob)];
    let unit = store.begin().await.unwrap();
    for owner in owners {
        unit.links()
            .insert(&new_link("promo", owner))
            .await
            .unwrap();
    }
    unit.commit().await.unwrap();
    for owner in owners {
        let unit = store.begin().await.unwrap();
        let again = unit.links().insert(&new_link("promo", owner)).await;
        assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    }
    assert_eq!(count(&place.raw().await, "links").await, 3);
}
