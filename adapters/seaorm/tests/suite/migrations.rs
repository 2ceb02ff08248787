use korotko_core::administration::{Actor, AuditAction, AuditSubject};
use korotko_core::id::UserId;
use korotko_core::job::Job;
use korotko_core::link::{Tags, Title};
use korotko_core::ports::{InsertAuditEntry, InsertJob, InsertLink, Store, StoreError};
use korotko_seaorm::{MigrateError, SeaStore};
use sea_orm::ConnectionTrait;

use crate::fixtures::{
    Database, collect, insert_user, moment, new_email_change, new_invitation, new_key, new_link,
    new_report, new_schedule, new_session, new_share, on_both, patient,
};
use crate::schema::{count, dump};

on_both!(
    a_filled_schema_can_be_reverted_and_migrated_again,
    reverting_a_migration_keeps_the_data_of_the_others,
    eight_nodes_migrate_a_new_database_at_once,
    a_newer_database_is_refused,
    a_migration_that_fails_changes_nothing,
    the_status_lists_all_migrations_and_changes_nothing,
    the_check_requires_exactly_the_known_schema,
);

const STEPS: [&str; 11] = [
    "m20261129_000001_create_users",
    "m20261129_000002_create_links",
    "m20261129_000003_create_collections",
    "m20261129_000004_create_jobs",
    "m20261129_000005_create_clicks",
    "m20261129_000006_create_reports",
    "m20261129_000007_create_audit_log",
    "m20261129_000008_create_abuse_reports",
    "m20261129_000009_create_target_reviews",
    "m20261129_000010_create_shares",
    "m20261130_000001_create_rate_limits",
];

/// Creates a user with an API key, a session, a pending change of address, a personal link that has a title and tags, is in a collection and is shared, a job, and a schedule with its report;
/// two anonymous links, one deleted; and an entry of the audit log.
async fn fill(store: &SeaStore) {
    let ann = insert_user(store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let links = unit.links();
    let described = InsertLink {
        title: Some(Title::parse("Весна").unwrap()),
        tags: Tags::parse(&["Spring", "sale"]).unwrap(),
        ..new_link("promo", Some(ann))
    };
    let personal = links.insert(&described).await.unwrap();
    let mut global = links.insert(&new_link("promo", None)).await.unwrap();
    global.deleted_at = Some(moment(1));
    links.update(&global).await.unwrap();
    links.insert(&new_link("promo", None)).await.unwrap();
    collect(&*unit, ann, [personal.id]).await;
    let share = new_share(ann, personal.id);
    unit.shares().insert(&share).await.unwrap();
    unit.keys().insert(&new_key(ann)).await.unwrap();
    unit.sessions().insert(&new_session(ann)).await.unwrap();
    let invitation = new_invitation("bob@example.com");
    unit.invitations().insert(&invitation).await.unwrap();
    let change = new_email_change(ann);
    unit.email_changes().insert(&change).await.unwrap();
    let job = Job::SendVerification { user: ann };
    unit.jobs()
        .insert(&InsertJob::untraced(job, moment(0)))
        .await
        .unwrap();
    let schedule = unit.schedules().insert(&new_schedule(ann)).await.unwrap();
    let report = new_report(&schedule);
    unit.reports().insert(&report).await.unwrap();
    unit.audit_log().insert(&promotion(ann)).await.unwrap();
    unit.commit().await.unwrap();
}

fn promotion(user: UserId) -> InsertAuditEntry {
    InsertAuditEntry {
        created_at: moment(0),
        actor: Actor::CommandLine,
        action: AuditAction::PromoteUser,
        subject: AuditSubject::User(user),
        details: None,
    }
}

async fn a_filled_schema_can_be_reverted_and_migrated_again(database: Database) {
    let store = database.connect(&patient()).await;
    assert_eq!(store.migrate_up().await.unwrap(), STEPS);
    let raw = database.raw().await;
    let first = dump(&raw).await;
    fill(&store).await;
    let steps = u32::try_from(STEPS.len()).unwrap();
    assert_eq!(store.migrate_down(steps).await.unwrap(), STEPS);
    let bare = dump(&raw).await;
    let ours = "users api_keys sessions invitations email_changes link jobs collection share click visitor report import audit abuse review rate_limits";
    for ours in ours.split(' ') {
        assert!(!bare.iter().any(|line| line.contains(ours)), "{bare:#?}");
    }
    assert_eq!(store.migrate_up().await.unwrap(), STEPS);
    assert_eq!(dump(&raw).await, first);
    fill(&store).await;
}

/// The tables in the order of the migrations that create them, with their numbers of rows.
const ROWS: [(&str, i64); 13] = [
    ("users", 1),
    ("api_keys", 1),
    ("sessions", 1),
    ("invitations", 1),
    ("email_changes", 1),
    ("links", 3),
    ("link_tags", 2),
    ("collections", 1),
    ("collection_links", 1),
    ("jobs", 1),
    ("link_clicks", 3),
    ("reports", 1),
    ("shares", 1),
];

/// A migration, and the number of these tables that are left without it.
const LEFT: [(usize, usize); 10] = [
    (10, 13),
    (9, 12),
    (8, 12),
    (7, 12),
    (6, 12),
    (5, 11),
    (4, 10),
    (3, 9),
    (2, 7),
    (1, 5),
];

async fn reverting_a_migration_keeps_the_data_of_the_others(database: Database) {
    let store = database.store().await;
    fill(&store).await;
    let raw = database.raw().await;
    let before = dump(&raw).await;
    for (step, left) in LEFT {
        let reverted = store.migrate_down(1).await.unwrap();
        assert_eq!(reverted, STEPS[step..=step]);
        for (table, rows) in &ROWS[..left] {
            assert_eq!(count(&raw, table).await, *rows, "{table} below {step}");
        }
    }
    assert_eq!(store.migrate_up().await.unwrap(), STEPS[1..]);
    assert_eq!(count(&raw, "users").await, 1);
    assert_eq!(dump(&raw).await, before);
}

async fn eight_nodes_migrate_a_new_database_at_once(database: Database) {
    let nodes: Vec<_> = (0..8)
        .map(|_| {
            let url = database.url();
            tokio::spawn(async move {
                let store = SeaStore::connect(&url, &patient()).await.unwrap();
                let applied = store.migrate_up().await.unwrap();
                store.check().await.unwrap();
                applied
            })
        })
        .collect();
    let mut applied = Vec::new();
    for node in nodes {
        applied.extend(node.await.unwrap());
    }
    assert_eq!(applied, STEPS, "one node does all the work");
}

async fn a_newer_database_is_refused(database: Database) {
    let store = database.store().await;
    let newer = "m20990101_000001_create_hoverboards";
    let raw = database.raw().await;
    let insert =
        format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{newer}', 0)");
    raw.execute_unprepared(&insert).await.unwrap();
    let before = dump(&raw).await;
    for answer in [
        store.migrate_up().await.map(drop),
        store.migrate_down(1).await.map(drop),
        store.migration_status().await.map(drop),
        store.pending().await.map(drop),
    ] {
        match answer {
            Err(MigrateError::NewerDatabase { names }) => assert_eq!(names, [newer]),
            other => panic!("expected to be refused, got {other:?}"),
        }
    }
    assert!(matches!(store.check().await, Err(StoreError::Internal(_))));
    assert_eq!(dump(&raw).await, before);
}

async fn a_migration_that_fails_changes_nothing(database: Database) {
    let raw = database.raw().await;
    raw.execute_unprepared("CREATE TABLE jobs (theirs integer)")
        .await
        .unwrap();
    let before = dump(&raw).await;
    let store = database.connect(&patient()).await;
    let answer = store.migrate_up().await;
    assert!(
        matches!(answer, Err(MigrateError::Store(StoreError::Internal(_)))),
        "{answer:?}"
    );
    assert_eq!(dump(&raw).await, before);
    raw.execute_unprepared("DROP TABLE jobs").await.unwrap();
    assert_eq!(store.migrate_up().await.unwrap(), STEPS);
}

async fn the_status_lists_all_migrations_and_changes_nothing(database: Database) {
    let store = database.connect(&patient()).await;
    let raw = database.raw().await;
    assert_eq!(store.pending().await.unwrap(), STEPS);
    assert_eq!(dump(&raw).await, Vec::<String>::new());
    store.migrate_up().await.unwrap();
    let later = u32::try_from(STEPS.len() - 2).unwrap();
    store.migrate_down(later).await.unwrap();
    let status = store.migration_status().await.unwrap();
    let status: Vec<_> = status
        .iter()
        .map(|step| (step.name.as_str(), step.applied))
        .collect();
    let expected: Vec<_> = STEPS.iter().map(|step| (*step, *step < STEPS[2])).collect();
    assert_eq!(status, expected);
    assert_eq!(store.pending().await.unwrap(), STEPS[2..]);
}

async fn the_check_requires_exactly_the_known_schema(database: Database) {
    let store = database.connect(&patient()).await;
    assert!(matches!(store.check().await, Err(StoreError::Internal(_))));
    store.migrate_up().await.unwrap();
    store.check().await.unwrap();
    store.check().await.unwrap();
    store.migrate_down(1).await.unwrap();
    assert!(matches!(store.check().await, Err(StoreError::Internal(_))));
}
