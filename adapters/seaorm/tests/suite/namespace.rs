use korotko_core::ports::{Store, StoreError};
use sea_orm::ConnectionTrait;

use crate::fixtures::{Database, insert_user, new_link, on_both};
use crate::schema::count;

on_both!(
    a_nullable_owner_does_not_keep_slugs_unique,
    the_namespace_keeps_slugs_unique,
);

/// Shows why links have a namespace column besides their owner.
async fn a_nullable_owner_does_not_keep_slugs_unique(database: Database) {
    let raw = database.raw().await;
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

async fn the_namespace_keeps_slugs_unique(database: Database) {
    let store = database.store().await;
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
    assert_eq!(count(&database.raw().await, "links").await, 3);
}
