//! Outages of the database.

use std::error::Error;
use std::net::TcpListener;

use korotko_core::ports::Store;
use korotko_seaorm::{ConnectError, SeaStore};
use sea_orm::ConnectionTrait;

use crate::fixtures::{Database, assert_unavailable, find_user, impatient, insert_user, new_user};

/// Closes every connection to the database, as a restart of the server does.
async fn close_all(database: &Database) {
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    database.raw().await.execute_unprepared(cut).await.unwrap();
}

#[tokio::test]
async fn calls_succeed_at_once_after_all_connections_were_closed() {
    let database = Database::postgresql();
    let store = database.store().await;
    let id = insert_user(&store, "ann@example.com").await;
    for round in 0..5 {
        close_all(&database).await;
        assert!(find_user(&store, id).await.is_some());
        close_all(&database).await;
        insert_user(&store, &format!("bob{round}@example.com")).await;
        close_all(&database).await;
        store.check().await.unwrap();
    }
}

#[tokio::test]
async fn a_unit_whose_connection_was_closed_is_unavailable_and_rolled_back() {
    let database = Database::postgresql();
    let store = database.store().await;
    let unit = store.begin().await.unwrap();
    let ann = unit.users().insert(&new_user("ann@example.com")).await;
    let ann = ann.unwrap();
    close_all(&database).await;
    let answer = unit.users().find_by_id(ann.id).await;
    assert_unavailable(&answer);
    drop(unit);
    let unit = store.begin().await.unwrap();
    let bob = unit.users().insert(&new_user("bob@example.com")).await;
    bob.unwrap();
    close_all(&database).await;
    let answer = unit.commit().await;
    assert_unavailable(&answer);
    insert_user(&store, "ann@example.com").await;
    insert_user(&store, "bob@example.com").await;
}

#[tokio::test]
async fn an_unreachable_server_is_reported_without_secrets() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port();
    drop(free);
    let url = format!("postgres://korotko:hunter2@127.0.0.1:{port}/korotko");
    let error = SeaStore::connect(&url, &impatient()).await.unwrap_err();
    assert!(matches!(error, ConnectError::Server { .. }), "{error:?}");
    let said = format!("PostgreSQL at 127.0.0.1:{port}: connection refused");
    assert!(error.to_string().ends_with(&said), "{error}");
    let mut shown = vec![format!("{error:?}"), error.to_string()];
    let mut source = error.source();
    while let Some(error) = source {
        shown.push(error.to_string());
        source = error.source();
    }
    assert!(!shown.concat().contains("hunter2"), "{shown:?}");
}

#[tokio::test]
async fn an_unknown_url_is_refused_without_quoting_it() {
    for (url, expected) in [
        ("mysql://korotko:hunter2@127.0.0.1/korotko", "begin with"),
        ("korotko.db", "begin with"),
        (
            "postgres://korotko:hunter2@127.0.0.1:port/korotko",
            "malformed",
        ),
        ("sqlite::memory:", "name a file"),
        ("sqlite:korotko.db?mode=memory", "name a file"),
        ("sqlite:", "name a file"),
    ] {
        let error = SeaStore::connect(url, &impatient()).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{url}: {error}");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

#[tokio::test]
async fn a_file_in_a_missing_folder_is_refused_without_creating_it() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing");
    let answer = SeaStore::connect_file(missing.join("korotko.db"), &impatient()).await;
    let error = answer.unwrap_err();
    assert!(matches!(error, ConnectError::File { .. }), "{error:?}");
    let path = missing.display().to_string();
    assert!(error.to_string().contains(&path), "{error}");
    assert!(!missing.exists());
}

#[tokio::test]
async fn a_store_does_not_reveal_its_url() {
    let database = Database::postgresql();
    let store = database.store().await;
    assert_eq!(format!("{store:?}"), "SeaStore { backend: Postgres, .. }");
}
