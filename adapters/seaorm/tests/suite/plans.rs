//! How PostgreSQL reads lists, by its statistics. SQLite is told which index to use.

use std::time::{Duration, Instant};

use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{LinkQuery, Store};
use korotko_seaorm::SeaStore;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::fixtures::{Database, collect, insert_user, new_link};

/// Most links of the owner are not in the list.
const LINKS: usize = 4_000;
const LISTED: usize = 400;

/// The tables have no statistics, as right after the first import into an empty database.
#[tokio::test(flavor = "multi_thread")]
async fn without_statistics_a_list_reads_its_own_rows_first() {
    let database = Database::postgresql();
    let store = database.store().await;
    let raw = database.raw().await;
    for table in ["links", "collection_links"] {
        let keep = format!("ALTER TABLE {table} SET (autovacuum_enabled = false)");
        raw.execute_unprepared(&keep).await.unwrap();
    }
    let owner = insert_user(&store, "ann@example.com").await;
    let collection = fill(&store, owner).await;
    let query = LinkQuery {
        collection: Some(collection),
        ..LinkQuery::for_owner(owner, 25)
    };
    // Each membership was read once.
    let before = searches_after(&raw, i64::try_from(LISTED).unwrap() - 1).await;
    let listed = store.repositories().links.list(&query).await.unwrap();
    assert_eq!(listed.len(), 25);
    let searched = searches_after(&raw, before).await - before;
    assert!(
        searched < 10,
        "the collection was searched {searched} times"
    );
}

/// Links, and the collection that some of them are in.
async fn fill(store: &SeaStore, owner: UserId) -> CollectionId {
    let unit = store.begin().await.unwrap();
    let links: Vec<_> = (0..LINKS)
        .map(|number| new_link(&format!("c{number}"), Some(owner)))
        .collect();
    let mut ids = Vec::new();
    for part in links.chunks(1_000) {
        let inserted = unit.link_batches().insert(part).await.unwrap();
        ids.extend(inserted.into_iter().map(|link| link.unwrap().id));
    }
    let members = ids.into_iter().step_by(LINKS / LISTED);
    let collection = collect(&*unit, owner, members).await;
    unit.commit().await.unwrap();
    collection
}

/// How often the members were searched, once that is more than `known`: connections tell the server about once a second.
async fn searches_after(raw: &DatabaseConnection, known: i64) -> i64 {
    let query = "SELECT coalesce(idx_scan, 0) AS searches FROM pg_stat_user_tables WHERE relname = 'collection_links'";
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        let query = Statement::from_string(DbBackend::Postgres, query);
        let found = raw.query_one_raw(query).await.unwrap().unwrap();
        let searches = found.try_get("", "searches").unwrap();
        if searches > known {
            return searches;
        }
        assert!(
            Instant::now() < deadline,
            "still {searches}, not more than {known}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
