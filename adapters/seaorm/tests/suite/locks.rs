//! Waiting too long for a lock makes the store unavailable.

use korotko_core::ports::Store;

use crate::fixtures::{Database, assert_unavailable, find_user, impatient, insert_user, on_both};

on_both!(waiting_for_a_unit_of_another_node_times_out);

async fn waiting_for_a_unit_of_another_node_times_out(database: Database) {
    let there = database.store().await;
    let id = insert_user(&there, "ann@example.com").await;
    let here = database.connect(&impatient()).await;
    let held = there.begin().await.unwrap();
    held.users().find_for_update(id).await.unwrap();
    // On SQLite the unit waits to begin, on PostgreSQL its statement waits for the row.
    let answer = match here.begin().await {
        Ok(unit) => unit.users().find_for_update(id).await.map(drop),
        Err(error) => Err(error),
    };
    assert_unavailable(&answer);
    assert!(find_user(&here, id).await.is_some(), "reads go on");
    drop(held);
    insert_user(&here, "bob@example.com").await;
}

#[tokio::test]
async fn on_sqlite_waiting_for_the_single_writer_times_out() {
    let database = Database::sqlite();
    database.store().await;
    let store = database.connect(&impatient()).await;
    let held = store.begin().await.unwrap();
    let answer = store.begin().await.map(drop);
    assert_unavailable(&answer);
    held.commit().await.unwrap();
    store.begin().await.unwrap();
}
