//! The rows of clicks, where no port exposes them.

use korotko_core::click::{Day, Dimension, Span};
use korotko_core::link::Link;
use korotko_core::ports::{ClickSubject, Store, UnitOfWork};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::fixtures::{Database, insert_user, moment, new_link, on_both, tally};
use crate::schema::count;

on_both!(
    rows_of_a_removed_link_are_removed,
    the_row_of_totals_follows_the_owner_of_the_link,
    an_unreadable_row_affects_only_its_link,
);

async fn insert_link(store: &impl Store, wanted: &korotko_core::ports::InsertLink) -> Link {
    let unit = store.begin().await.unwrap();
    let link = unit.links().insert(wanted).await.unwrap();
    unit.commit().await.unwrap();
    link
}

async fn click(unit: &dyn UnitOfWork, link: &Link) {
    let tally = tally(link.id, link.owner, moment(5), 3);
    unit.clicks().add(&[tally]).await.unwrap();
    assert!(unit.clicks().consume(link.id, 9, 0).await.unwrap());
}

async fn rows_of_a_removed_link_are_removed(database: Database) {
    let store = database.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let mut link = insert_link(&store, &new_link("promo", Some(ann))).await;
    let unit = store.begin().await.unwrap();
    click(&*unit, &link).await;
    link.deleted_at = Some(moment(6));
    unit.links().update(&link).await.unwrap();
    assert_eq!(unit.tombstones().delete(moment(6), 9).await.unwrap(), 1);
    unit.commit().await.unwrap();
    let raw = database.raw().await;
    for (table, rows) in [
        ("link_clicks", 0),
        ("consumed_clicks", 0),
        // Those of the owner.
        ("rollups", 1),
    ] {
        assert_eq!(count(&raw, table).await, rows, "{table}");
    }
}

/// The owner of the only link, by the row of its totals.
async fn owner(raw: &DatabaseConnection) -> Option<i64> {
    let sql = "SELECT owner_id FROM link_clicks";
    let select = Statement::from_string(raw.get_database_backend(), sql);
    let row = raw.query_one_raw(select).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn the_row_of_totals_follows_the_owner_of_the_link(database: Database) {
    let store = database.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let bob = insert_user(&store, "bob@example.com").await;
    let mut link = insert_link(&store, &new_link("promo", None)).await;
    let raw = database.raw().await;
    assert_eq!(owner(&raw).await, None);
    for (to, in_batch) in [
        (Some(ann), false),
        (Some(bob), true),
        (None, true),
        (Some(ann), true),
    ] {
        link.owner = to;
        let unit = store.begin().await.unwrap();
        if in_batch {
            let links = std::slice::from_ref(&link);
            let updated = unit.link_batches().update(links).await;
            assert_eq!(updated.unwrap(), [true]);
        } else {
            unit.links().update(&link).await.unwrap();
        }
        unit.commit().await.unwrap();
        assert_eq!(owner(&raw).await, to.map(|owner| owner.0));
    }
    let unit = store.begin().await.unwrap();
    assert!(unit.users().delete(ann, moment(9)).await.unwrap());
    while unit.tombstones().purge_deleted_accounts(9).await.unwrap() > 0 {}
    unit.commit().await.unwrap();
    assert_eq!(owner(&raw).await, None);
}

async fn an_unreadable_row_affects_only_its_link(database: Database) {
    let store = database.store().await;
    let bad = insert_link(&store, &new_link("bad", None)).await;
    let good = insert_link(&store, &new_link("good", None)).await;
    let count = async |link: &Link| {
        let (of, all) = (ClickSubject::Link(link.id), Span::all());
        let statistics = store.repositories().statistics;
        let values = statistics.count_by_value(of, &all, Dimension::Browser);
        let values = values.await.unwrap().into_iter();
        let sum: u64 = values.map(|(_, counts)| counts.clicks()).sum();
        assert_eq!(statistics.count(of, &all).await.unwrap().clicks(), sum);
        sum
    };
    let click_both = async || {
        let unit = store.begin().await.unwrap();
        click(&*unit, &bad).await;
        click(&*unit, &good).await;
        unit.commit().await.unwrap();
    };
    let raw = database.raw().await;
    click_both().await;
    let first = "(SELECT min(sort_key) FROM rollups)";
    let spoiled = match raw.get_database_backend() {
        DbBackend::Postgres => r"'\xff'",
        _ => "X'ff'",
    };
    let spoil = format!("UPDATE rollups SET data = {spoiled} WHERE sort_key = {first}");
    raw.execute_unprepared(&spoil).await.unwrap();
    assert_eq!((count(&bad).await, count(&good).await), (0, 3));
    click_both().await;
    assert_eq!((count(&bad).await, count(&good).await), (3, 6));
    let unit = store.begin().await.unwrap();
    while unit.clicks().compact(Day(1_000_000)).await.unwrap() {}
    unit.commit().await.unwrap();
    assert_eq!((count(&bad).await, count(&good).await), (3, 6));
}
