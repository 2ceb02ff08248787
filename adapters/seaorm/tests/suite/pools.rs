//! What the store tells about its connections.

use std::sync::Arc;
use std::time::Duration;

use korotko_core::ports::Store;
use korotko_seaorm::{PoolStatus, SeaOptions, SeaStore};
use korotko_testkit::until;

use crate::fixtures::{Database, on_both, patient};

on_both!(
    a_call_that_waits_for_a_connection_is_pending,
    a_pool_is_shown_once,
);

/// The pool of units for requests.
fn writer(store: &SeaStore) -> PoolStatus {
    let pools = store.pools().into_iter();
    let mut pools = pools.filter(|pool| ["writer", "requests"].contains(&pool.name));
    pools.next().unwrap()
}

async fn a_call_that_waits_for_a_connection_is_pending(database: Database) {
    let options = SeaOptions {
        max_connections: 1,
        ..patient()
    };
    let store = Arc::new(database.connect(&options).await);
    store.migrate_up().await.unwrap();
    let before = writer(&store);
    assert_eq!((before.max, before.begins.pending), (1, 0));
    let unit = store.begin().await.unwrap();
    let begun = writer(&store);
    assert_eq!((begun.open, begun.idle), (1, 0));
    assert_eq!(begun.begins.ended, before.begins.ended + 1);
    let other = store.clone();
    let waiting = tokio::spawn(async move { other.begin().await.map(drop) });
    until("another unit waits", async || {
        writer(&store).begins.pending == 1
    })
    .await;
    drop(unit);
    waiting.await.unwrap().unwrap();
    let after = writer(&store);
    assert_eq!(after.begins.pending, 0);
    assert_eq!(after.begins.ended, before.begins.ended + 2);
    assert!(after.begins.time > Duration::ZERO);
}

async fn a_pool_is_shown_once(database: Database) {
    let store = database.store().await;
    let reads = |store: &SeaStore| {
        let pools = store.pools().into_iter();
        pools.map(|pool| pool.reads.ended).sum::<u64>()
    };
    let before = reads(&store);
    store.check().await.unwrap();
    store.check().await.unwrap();
    assert!(reads(&store) > before);
    let names = |store: &SeaStore| {
        let pools = store.pools().into_iter();
        pools.map(|pool| pool.name).collect::<Vec<_>>()
    };
    let (all, work) = match database {
        Database::Sqlite(_) => {
            let names = ["readers", "look-ups", "snapshots", "writer"];
            (names.to_vec(), names.to_vec())
        }
        Database::Postgresql(_) => (vec!["requests", "work"], vec!["work"]),
    };
    assert_eq!(names(&store), all);
    assert_eq!(names(&store.for_work()), work);
}
