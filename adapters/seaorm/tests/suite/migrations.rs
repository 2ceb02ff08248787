use korotko_core::job::Job;
use korotko_core::ports::{Store, StoreError};
use korotko_seaorm::{MigrateError, SeaStore};
use sea_orm::ConnectionTrait;

use crate::given::{Place, insert_user, moment, new_link, on_both, patient};
use crate::schema::{count, dump};

on_both!(
    a_schema_full_of_rows_goes_down_and_comes_up_the_same,
    a_step_back_leaves_the_data_of_the_others,
    eight_nodes_migrate_a_new_database_at_once,
    a_newer_database_is_refused,
    a_migration_that_fails_changes_nothing,
    the_status_names_every_step_and_changes_nothing,
    the_check_wants_exactly_the_known_schema,
);

const STEPS: [&str; 3] = [
    "m20261122_000001_create_users",
    "m20261122_000002_create_links",
    "m20261122_000003_create_jobs",
];

/// A user with a personal and a global link, one deleted, and a job; and an anonymous link.
async fn fill(store: &SeaStore) {
    let ann = insert_user(store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let links = unit.links();
    links.insert(&new_link("promo", Some(ann))).await.unwrap();
    let mut global = links.insert(&new_link("promo", None)).await.unwrap();
    global.deleted_at = Some(moment(1));
    links.update(&global).await.unwrap();
    links.insert(&new_link("promo", None)).await.unwrap();
    let job = Job::SendVerification { user: ann };
    unit.jobs().insert(&job, moment(0)).await.unwrap();
    unit.commit().await.unwrap();
}

async fn a_schema_full_of_rows_goes_down_and_comes_up_the_same(place: Place) {
    let store = place.connect(&patient()).await;
    assert_eq!(store.migrate_up().await.unwrap(), STEPS);
    let raw = place.raw().await;
    let first = dump(&raw).await;
    fill(&store).await;
    assert_eq!(store.migrate_down(3).await.unwrap(), STEPS);
    let bare = dump(&raw).await;
    let ours = |line: &String| {
        ["users", "links", "jobs"]
            .iter()
            .any(|table| line.contains(table))
    };
    assert_eq!(
        bare.iter().filter(|line| ours(line)).count(),
        0,
        "{bare:#?}"
    );
    assert_eq!(store.migrate_up().await.unwrap(), STEPS);
    assert_eq!(dump(&raw).await, first);
    fill(&store).await;
}

async fn a_step_back_leaves_the_data_of_the_others(place: Place) {
    let store = place.store().await;
    fill(&store).await;
    let raw = place.raw().await;
    let before = dump(&raw).await;
    assert_eq!(store.migrate_down(1).await.unwrap(), STEPS[2..]);
    assert_eq!(
        (count(&raw, "users").await, count(&raw, "links").await),
        (1, 3)
    );
    assert_eq!(store.migrate_down(1).await.unwrap(), STEPS[1..2]);
    assert_eq!(count(&raw, "users").await, 1);
    assert_eq!(store.migrate_up().await.unwrap(), STEPS[1..]);
    assert_eq!(count(&raw, "users").await, 1);
    assert_eq!(dump(&raw).await, before);
}

async fn eight_nodes_migrate_a_new_database_at_once(place: Place) {
    let nodes: Vec<_> = (0..8)
        .map(|_| {
            let url = place.url();
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

async fn a_newer_database_is_refused(place: Place) {
    let store = place.store().await;
    let newer = "m20990101_000001_create_hoverboards";
    let raw = place.raw().await;
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
    assert!(matches!(store.check().await, Err(StoreError::Broken(_))));
    assert_eq!(dump(&raw).await, before);
}

async fn a_migration_that_fails_changes_nothing(place: Place) {
    let raw = place.raw().await;
    raw.execute_unprepared("CREATE TABLE jobs (theirs integer)")
        .await
        .unwrap();
    let before = dump(&raw).await;
    let store = place.connect(&patient()).await;
    let answer = store.migrate_up().await;
    assert!(
        matches!(answer, Err(MigrateError::Store(StoreError::Broken(_)))),
        "{answer:?}"
    );
    assert_eq!(dump(&raw).await, before);
    raw.execute_unprepared("DROP TABLE jobs").await.unwrap();
    assert_eq!(store.migrate_up().await.unwrap(), STEPS);
}

async fn the_status_names_every_step_and_changes_nothing(place: Place) {
    let store = place.connect(&patient()).await;
    let raw = place.raw().await;
    assert_eq!(store.pending().await.unwrap(), STEPS);
    assert_eq!(dump(&raw).await, Vec::<String>::new());
    store.migrate_up().await.unwrap();
    store.migrate_down(1).await.unwrap();
    let status = store.migration_status().await.unwrap();
    let status: Vec<_> = status
        .iter()
        .map(|step| (step.name.as_str(), step.applied))
        .collect();
    assert_eq!(
        status,
        [(STEPS[0], true), (STEPS[1], true), (STEPS[2], false)]
    );
    assert_eq!(store.pending().await.unwrap(), STEPS[2..]);
}

async fn the_check_wants_exactly_the_known_schema(place: Place) {
    let store = place.connect(&patient()).await;
    assert!(matches!(store.check().await, Err(StoreError::Broken(_))));
    store.migrate_up().await.unwrap();
    store.check().await.unwrap();
    store.check().await.unwrap();
    store.migrate_down(1).await.unwrap();
    assert!(matches!(store.check().await, Err(StoreError::Broken(_))));
}
