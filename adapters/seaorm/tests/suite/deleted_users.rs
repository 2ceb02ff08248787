//! Removing the rows of deleted users.

use korotko_core::id::UserId;
use korotko_core::job::Job;
use korotko_core::link::{Namespace, Tags};
use korotko_core::ports::{InsertJob, InsertLink, Store, Timestamp, UnitOfWork};
use korotko_seaorm::SeaStore;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::fixtures::{
    Database, collect, insert_user, moment, new_email_change, new_import_draft, new_key, new_link, new_report,
    new_schedule, new_session, new_share, on_both, tally,
};
use crate::schema::count;

on_both!(every_table_that_refers_to_users_is_emptied,);

/// All tables that refer to users, and whether their rows are removed with the user.
const TABLES: [(&str, bool); 13] = [
    ("api_keys", true),
    ("collections", true),
    ("email_changes", true),
    ("import_drafts", true),
    ("imports", true),
    ("jobs", true),
    ("link_clicks", false),
    ("link_tags", true),
    ("links", false),
    ("report_schedules", true),
    ("reports", true),
    ("sessions", true),
    ("shares", true),
];

/// Creates a user with a row in each table, a personal link and a global one.
async fn fill(store: &SeaStore, address: &str) -> UserId {
    let user = insert_user(store, address).await;
    let unit = store.begin().await.unwrap();
    let mut links = Vec::new();
    for namespace in [Namespace::Personal(user), Namespace::Global] {
        let link = InsertLink {
            namespace,
            owner: Some(user),
            tags: Tags::parse(&["Sale"]).unwrap(),
            ..new_link(&format!("promo{user}"), None)
        };
        links.push(unit.links().insert(&link).await.unwrap().id);
    }
    unit.keys().insert(&new_key(user)).await.unwrap();
    unit.sessions().insert(&new_session(user)).await.unwrap();
    let change = new_email_change(user);
    unit.email_changes().insert(&change).await.unwrap();
    let draft = new_import_draft(user);
    unit.import_drafts().insert(&draft).await.unwrap();
    collect(&*unit, user, links.iter().copied()).await;
    for link in &links {
        let share = new_share(user, *link);
        unit.shares().insert(&share).await.unwrap();
    }
    defer(&*unit, user).await;
    let tallies: Vec<_> = links
        .iter()
        .map(|link| tally(*link, Some(user), moment(5), 3))
        .collect();
    unit.clicks().add(&tallies).await.unwrap();
    stage(&*unit, user).await;
    unit.commit().await.unwrap();
    compact(store).await;
    let unit = store.begin().await.unwrap();
    let later = tally(links[0], Some(user), moment(5), 1);
    unit.clicks().add(&[later]).await.unwrap();
    unit.commit().await.unwrap();
    user
}

/// Stages rows of an import that never completes.
async fn stage(unit: &dyn UnitOfWork, user: UserId) {
    let import = unit.imports().begin(user, moment(0)).await.unwrap();
    let staged = InsertLink {
        owner: Some(user),
        ..new_link(&format!("staged{user}"), None)
    };
    let staged = [unit.links().insert(&staged).await.unwrap().id];
    let staging = unit.imports().stage(import, &staged, &[], moment(0));
    assert!(staging.await.unwrap());
}

async fn defer(unit: &dyn UnitOfWork, user: UserId) {
    let job = Job::SendVerification { user };
    unit.jobs()
        .insert(&InsertJob::untraced(job, moment(0)))
        .await
        .unwrap();
    let schedule = unit.schedules().insert(&new_schedule(user)).await.unwrap();
    unit.reports().insert(&new_report(&schedule)).await.unwrap();
}

async fn compact(store: &SeaStore) {
    let unit = store.begin().await.unwrap();
    let before = korotko_core::click::Day(1_000_000);
    while unit.clicks().compact(before).await.unwrap() {}
    unit.commit().await.unwrap();
}

async fn delete(store: &SeaStore, user: UserId, now: Timestamp) {
    let unit = store.begin().await.unwrap();
    assert!(unit.users().delete(user, now).await.unwrap());
    unit.commit().await.unwrap();
}

/// The tables that refer to users, by name.
async fn referring(raw: &DatabaseConnection) -> Vec<String> {
    let sql = match raw.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT DISTINCT conrelid::regclass::text AS name FROM pg_constraint
            WHERE contype = 'f' AND confrelid = 'users'::regclass"
        }
        _ => {
            "SELECT DISTINCT m.name AS name FROM sqlite_master m, pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' AND f.\"table\" = 'users'"
        }
    };
    let select = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(select).await.unwrap();
    let names = rows.iter().map(|row| row.try_get("", "name").unwrap());
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

async fn every_table_that_refers_to_users_is_emptied(database: Database) {
    let store = database.store().await;
    let raw = database.raw().await;
    assert_eq!(referring(&raw).await, TABLES.map(|(table, _)| table));
    let ann = fill(&store, "ann@example.com").await;
    let rollups = count(&raw, "rollups").await;
    let mut alone = Vec::new();
    for (table, _) in TABLES {
        let rows = count(&raw, table).await;
        assert!(rows > 0, "{table} is empty");
        alone.push(rows);
    }
    fill(&store, "bob@example.com").await;
    delete(&store, ann, moment(9)).await;
    let mut parts = 0;
    loop {
        let unit = store.begin().await.unwrap();
        let removed = unit.tombstones().purge_deleted_accounts(2).await.unwrap();
        unit.commit().await.unwrap();
        assert!(removed <= 3, "{removed}");
        if removed == 0 {
            break;
        }
        parts += 1;
    }
    assert!(parts > 4, "{parts}");
    for ((table, goes), rows) in TABLES.into_iter().zip(alone) {
        let kept = i64::from(!goes);
        assert_eq!(count(&raw, table).await, rows + kept, "{table}");
    }
    // These have no reference to users. The tombstone of the global link keeps its rows.
    assert_eq!(count(&raw, "rollups").await, rollups + 1);
    assert_eq!(count(&raw, "users").await, 1);
    assert_eq!(count(&raw, "collection_links").await, 2);
}
