//! Who waits too long for somebody else learns that the store is unavailable.

use korotko_core::ports::Store;

use crate::given::{Place, assert_unavailable, find_user, impatient, insert_user, on_both};

on_both!(a_unit_of_another_node_is_waited_for_and_then_given_up);

async fn a_unit_of_another_node_is_waited_for_and_then_given_up(place: Place) {
    let there = place.store().await;
    let id = insert_user(&there, "ann@example.com").await;
    let here = place.connect(&impatient()).await;
    let held = there.begin().await.unwrap();
    held.users().find_for_update(id).await.unwrap();
    // On SQLite the unit itself waits for the other one, on PostgreSQL the row does.
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
async fn on_sqlite_one_unit_at_a_time_writes_and_the_next_gives_up_waiting() {
    let place = Place::sqlite();
    place.store().await;
    let store = place.connect(&impatient()).await;
    let held = store.begin().await.unwrap();
    let answer = store.begin().await.map(drop);
    assert_unavailable(&answer);
    held.commit().await.unwrap();
    store.begin().await.unwrap();
}
