//! What is left of a connection whose transaction the database itself has ended: nothing.

use korotko_core::ports::{Store, StoreError};
use korotko_seaorm::{SeaOptions, SeaStore};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};

use crate::given::{Place, insert_user, new_user, on_both, patient};

on_both!(
    units_after_one_that_the_database_ended_are_committed,
    a_migration_that_the_database_ended_changes_nothing_and_can_be_made_again,
    units_after_one_that_was_aborted_are_committed,
);

/// One connection that writes, so that every unit gets it.
async fn store_with_one_connection(place: &Place) -> SeaStore {
    place.store().await.close().await.unwrap();
    let options = SeaOptions {
        max_connections: 1,
        ..patient()
    };
    place.connect(&options).await
}

/// From now on the database ends the transaction that inserts into `table` where `condition` holds: SQLite rolls it back, as on
/// a full disk, and PostgreSQL also closes the connection.
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

async fn end_no_more(raw: &DatabaseConnection, table: &str) {
    let dropped = match raw.get_database_backend() {
        DbBackend::Sqlite => "DROP TRIGGER ending".to_owned(),
        _ => format!("DROP TRIGGER ending ON {table}; DROP FUNCTION ending()"),
    };
    raw.execute_unprepared(&dropped).await.unwrap();
}

/// A unit that is rolled back after one that ended badly, and one that is committed: everybody sees it at once.
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

async fn units_after_one_that_the_database_ended_are_committed(place: Place) {
    let store = store_with_one_connection(&place).await;
    let (other, raw) = (place.connect(&patient()).await, place.raw().await);
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

async fn a_migration_that_the_database_ended_changes_nothing_and_can_be_made_again(place: Place) {
    let store = store_with_one_connection(&place).await;
    let (other, raw) = (place.connect(&patient()).await, place.raw().await);
    let reverted = store.migrate_down(1).await.unwrap();
    end_transactions(&raw, "seaql_migrations", "NEW.version <> ''").await;
    for _ in 0..2 {
        assert!(store.migrate_up().await.is_err());
        assert_eq!(other.pending().await.unwrap(), reverted);
    }
    end_no_more(&raw, "seaql_migrations").await;
    assert_eq!(store.migrate_up().await.unwrap(), reverted);
    assert!(other.pending().await.unwrap().is_empty());
    assert_commits_last(&store, &other, 0).await;
}

/// By a statement that fails; PostgreSQL refuses all that follow in its transaction.
async fn units_after_one_that_was_aborted_are_committed(place: Place) {
    let store = store_with_one_connection(&place).await;
    let other = place.connect(&patient()).await;
    insert_user(&store, "taken@example.com").await;
    for round in 0..4 {
        let unit = store.begin().await.unwrap();
        let taken = unit.users().insert(&new_user("taken@example.com")).await;
        assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");
        drop(unit);
        assert_commits_last(&store, &other, round).await;
    }
}
