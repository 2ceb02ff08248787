use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use korotko_core::ports::{Store, StoreError};
use korotko_seaorm::SeaStore;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::fixtures::{Database, find_user, insert_user, new_user, on_both};

on_both!(
    four_hundred_units_that_read_and_then_write_all_succeed,
    a_failed_unit_cannot_be_committed,
    cancelled_units_leave_no_open_transaction,
);

async fn four_hundred_units_that_read_and_then_write_all_succeed(database: Database) {
    let store = Arc::new(database.store().await);
    let id = insert_user(&store, "ann@example.com").await;
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move {
                for _ in 0..50 {
                    let unit = store.begin().await.unwrap();
                    let mut user = unit.users().find_for_update(id).await.unwrap().unwrap();
                    user.token_epoch += 1;
                    unit.users().update(&user).await.unwrap();
                    unit.commit().await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    assert_eq!(find_user(&store, id).await.unwrap().token_epoch, 400);
}

async fn a_failed_unit_cannot_be_committed(database: Database) {
    let store = database.store().await;
    insert_user(&store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let bob = unit.users().insert(&new_user("bob@example.com")).await;
    let again = unit.users().insert(&new_user("ann@example.com")).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    assert!(matches!(unit.commit().await, Err(StoreError::Internal(_))));
    assert_eq!(find_user(&store, bob.unwrap().id).await, None);
}

/// Simulates clients that disconnect while their request waits for the database: cancels units ever later, until they have begun.
async fn cancelled_units_leave_no_open_transaction(database: Database) {
    let store = database.store().await;
    let raw = database.raw().await;
    let mut begun = 0;
    for polls in 0.. {
        begun += u32::from(begins_within(polls, &store).await);
        // At once, since the next unit on the same connection would end an open transaction.
        wait_until_no_transaction_is_open(&raw).await;
        if begun == 20 {
            break;
        }
    }
    insert_user(&store, "ann@example.com").await;
}

async fn begins_within(polls: u32, store: &SeaStore) -> bool {
    let mut beginning = pin!(store.begin());
    for _ in 0..polls {
        let begun = poll_fn(|context| Poll::Ready(beginning.as_mut().poll(context).is_ready()));
        if begun.await {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

/// On SQLite an open transaction would make the next unit wait forever.
async fn wait_until_no_transaction_is_open(raw: &DatabaseConnection) {
    if raw.get_database_backend() == DbBackend::Sqlite {
        return;
    }
    let query = "SELECT count(*) AS open FROM pg_stat_activity
        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let found = raw.query_one_raw(Statement::from_string(DbBackend::Postgres, query));
        let open: i64 = found.await.unwrap().unwrap().try_get("", "open").unwrap();
        if open == 0 {
            return;
        }
        assert!(Instant::now() < deadline, "{open} transactions stay open");
        tokio::task::yield_now().await;
    }
}
