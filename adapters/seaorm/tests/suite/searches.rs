//! Searching without an index on PostgreSQL.

use korotko_core::link::SearchText;
use korotko_core::ports::{LinkQuery, Store};
use korotko_seaorm::SeaStore;
use sea_orm::ConnectionTrait;

use crate::fixtures::{Database, insert_user, new_link, patient};
use crate::schema::dump;

#[tokio::test]
async fn links_are_found_without_permission_to_create_extensions() {
    let database = Database::postgresql();
    let raw = database.raw().await;
    // A predefined role, which may create tables here, but no extensions.
    let grant = "GRANT ALL ON SCHEMA public TO pg_monitor";
    raw.execute_unprepared(grant).await.unwrap();
    let url = format!("{}?options=-c%20role%3Dpg_monitor", database.url());
    let store = SeaStore::connect(&url, &patient()).await.unwrap();
    store.migrate_up().await.unwrap();
    let schema = dump(&raw).await.join("\n");
    assert!(!schema.contains("links_search_idx"), "{schema}");

    let ann = insert_user(&store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    for number in 0..1_100 {
        let link = new_link(&format!("slug{number}"), Some(ann));
        unit.links().insert(&link).await.unwrap();
    }
    let needle = new_link("Needle", Some(ann));
    unit.links().insert(&needle).await.unwrap();
    unit.commit().await.unwrap();
    let query = LinkQuery {
        text: Some(SearchText::parse("nEEDLe").unwrap()),
        ..LinkQuery::for_owner(ann, 9)
    };
    let found = store.repositories().links.list(&query).await.unwrap();
    let found: Vec<_> = found.iter().map(|link| link.slug.as_str()).collect();
    assert_eq!(found, ["Needle"]);

    let steps = store.migration_status().await.unwrap().len();
    let steps = u32::try_from(steps).unwrap();
    store.migrate_down(steps).await.unwrap();
    store.migrate_up().await.unwrap();
    store.check().await.unwrap();
}
