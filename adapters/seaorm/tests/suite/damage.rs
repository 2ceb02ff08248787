//! Corrupted data.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

use korotko_core::ports::{Store, StoreError};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::fixtures::{Database, find_user, insert_user, new_link, on_both, patient};

on_both!(after_damage_is_detected_writes_are_refused_and_the_check_fails);

async fn number(raw: &DatabaseConnection, sql: &str) -> u64 {
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let row = raw.query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index::<i64>(0).unwrap().try_into().unwrap()
}

/// Damages the table of links: on SQLite in the file, on PostgreSQL by an error for writers.
async fn damage(database: &Database) {
    let raw = database.raw().await;
    let Database::Sqlite(folder) = database else {
        let trigger = "CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE EXCEPTION USING ERRCODE = ''XX001'', MESSAGE = ''invalid page in block 7''; END';
            CREATE TRIGGER damaged BEFORE INSERT ON links FOR EACH ROW EXECUTE FUNCTION damaged()";
        raw.execute_unprepared(trigger).await.unwrap();
        return;
    };
    // The write-ahead log would hide the damage.
    number(&raw, "PRAGMA wal_checkpoint(TRUNCATE)").await;
    let root = "SELECT rootpage FROM sqlite_master WHERE name = 'links'";
    let page = number(&raw, root).await;
    let size = number(&raw, "PRAGMA page_size").await;
    let file = folder.path().join("korotko.db");
    let file = OpenOptions::new().write(true).open(file).unwrap();
    let bytes = vec![0xff; usize::try_from(size).unwrap()];
    file.write_all_at(&bytes, (page - 1) * size).unwrap();
}

async fn after_damage_is_detected_writes_are_refused_and_the_check_fails(database: Database) {
    let store = database.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    damage(&database).await;
    // A store that has no part of the file in memory.
    let store = {
        store.close().await.unwrap();
        database.connect(&patient()).await
    };
    store.check().await.unwrap();
    let unit = store.begin().await.unwrap();
    let met = unit.links().insert(&new_link("promo", None)).await;
    assert!(matches!(met, Err(StoreError::Damaged(_))), "{met:?}");
    drop(unit);
    let begun = store.begin().await.map(drop);
    assert!(matches!(begun, Err(StoreError::Damaged(_))), "{begun:?}");
    let checked = store.check().await;
    assert!(
        matches!(checked, Err(StoreError::Damaged(_))),
        "{checked:?}"
    );
    assert!(find_user(&store, ann).await.is_some());
}
