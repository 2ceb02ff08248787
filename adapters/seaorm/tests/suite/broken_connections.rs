//! Connections whose transaction was ended by the database itself.

use korotko_core::ports::{Store, StoreError};
use korotko_seaorm::{SeaOptions, SeaStore};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use crate::fixtures::{Database, insert_user, new_user, on_both, patient};

on_both!(
    units_commit_after_one_that_the_database_ended,
    a_migration_ended_by_the_database_changes_nothing_and_can_be_repeated,
    units_commit_after_an_aborted_one,
);

/// A store with one connection for writes, so that every unit uses it.
async fn store_with_one_connection(database: &Database) -> SeaStore {
    database.store().await.close().await.unwrap();
    let options = SeaOptions {
        max_connections: 1,
        ..patient()
    };
    database.connect(&options).await
}

/// Makes the database end a transaction that inserts a row with `condition` into `table`: SQLite rolls it back, as on a full
/// disk, and PostgreSQL closes the connection as well.
async fn end_transactions(raw: &DatabaseConnection, table: &str, condition: &str) {
    let trigger = match raw.get_database_backend() {
        DbBackend::Sqlite => format!(
            "CREATE TRIGGER ending BEFORE INSERT ON {table} WHEN {condition}
            BEGIN SELECT RAISE(ROLLBACK, 'as on a full disk'); END"
        ),
        _ => format!(
            "CREATE FUNCTION ending() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
            CREATE TRIGGER ending BEFORE INSERT ON {table}
            FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION ending()"
        ),
    };
    raw.execute_unprepared(&trigger).await.unwrap();
}

async fn stop_ending(raw: &DatabaseConnection, table: &str) {
    let dropped = match raw.get_database_backend() {
        DbBackend::Sqlite => "DROP TRIGGER ending".to_owned(),
        _ => format!("DROP TRIGGER ending ON {table}; DROP FUNCTION ending()"),
    };
    raw.execute_unprepared(&dropped).await.unwrap();
}

/// Asserts that after a failed unit another one rolls back, and a further one commits visibly.
async fn assert_commits_last(store: &SeaStore, other: &SeaStore, round: u32) {
    let unit = store.begin().await.unwrap();
    let dropped = new_user("dropped@example.com");
    unit.users().insert(&dropped).await.unwrap();
    drop(unit);
    let id = insert_user(store, &format!("user{round}@example.com")).await;
    let seen = other.repositories().users.find_by_id(id).await.unwrap();
    assert!(seen.is_some(), "round {round}");
    let snapshot = other.snapshot().await.unwrap();
    let seen = snapshot.users().find_by_email(&dropped.email).await;
    assert_eq!(seen.unwrap(), None);
}

async fn units_commit_after_one_that_the_database_ended(database: Database) {
    let store = store_with_one_connection(&database).await;
    let (other, raw) = (database.connect(&patient()).await, database.raw().await);
    end_transactions(&raw, "users", "NEW.email = 'ended@example.com'").await;
    for round in 0..4 {
        let unit = store.begin().await.unwrap();
        let ended = unit.users().insert(&new_user("ended@example.com")).await;
        assert!(ended.is_err());
        if round % 2 == 0 {
            assert!(matches!(unit.commit().await, Err(StoreError::Internal(_))));
        } else {
            drop(unit);
        }
        assert_commits_last(&store, &other, round).await;
    }
}

async fn a_migration_ended_by_the_database_changes_nothing_and_can_be_repeated(database: Database) {
    let store = store_with_one_connection(&database).await;
    let (other, raw) = (database.connect(&patient()).await, database.raw().await);
    let reverted = store.migrate_down(1).await.unwrap();
    end_transactions(&raw, "seaql_migrations", "NEW.version <> ''").await;
    for _ in 0..2 {
        assert!(store.migrate_up().await.is_err());
        assert_eq!(other.pending().await.unwrap(), reverted);
    }
    stop_ending(&raw, "seaql_migrations").await;
    assert_eq!(store.migrate_up().await.unwrap(), reverted);
    assert!(other.pending().await.unwrap().is_empty());
    assert_commits_last(&store, &other, 0).await;
}

/// Aborts a unit by a failing statement, after which PostgreSQL refuses all others in the transaction.
async fn units_commit_after_an_aborted_one(database: Database) {
    let store = store_with_one_connection(&database).await;
    let other = database.connect(&patient()).await;
    insert_user(&store, "taken@example.com").await;
    for round in 0..4 {
        let unit = store.begin().await.unwrap();
        let taken = unit.users().insert(&new_user("taken@example.com")).await;
        assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
        drop(unit);
        assert_commits_last(&store, &other, round).await;
    }
}
