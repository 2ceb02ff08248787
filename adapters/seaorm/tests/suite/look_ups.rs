//! Look-ups of routes that share a statement.

use futures_util::FutureExt;
use futures_util::future::join_all;
use korotko_core::link::{Namespace, Slug};
use korotko_core::ports::{RouteFinder, Store, StoreError};
use korotko_seaorm::SeaStore;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::fixtures::{Database, new_link, on_both};

on_both!(
    more_look_ups_than_a_statement_has_are_answered,
    callers_who_go_away_leave_the_others_their_answers,
    a_row_that_cannot_be_decoded_fails_its_own_look_up,
    a_row_that_fails_every_statement_fails_its_own_look_up,
);

/// More than the look-ups of some statements.
const LINKS: usize = 450;

/// A store with links, and their slugs.
async fn filled(database: &Database) -> (SeaStore, Vec<Slug>) {
    let store = database.store().await;
    let unit = store.begin().await.unwrap();
    let names: Vec<_> = (0..LINKS).map(|number| format!("l{number}")).collect();
    let links: Vec<_> = names.iter().map(|name| new_link(name, None)).collect();
    unit.link_batches().insert(&links).await.unwrap();
    unit.commit().await.unwrap();
    let slugs = names.iter().map(|name| Slug::parse(name).unwrap());
    (store, slugs.collect())
}

/// Asserts that only the look-up of `l7` fails.
async fn assert_only_one_fails(store: &SeaStore, slugs: &[Slug]) {
    let asked = slugs
        .iter()
        .map(|slug| store.find_route(Namespace::Global, slug));
    for (slug, found) in slugs.iter().zip(join_all(asked).await) {
        match found {
            Ok(route) => assert!(route.is_some() && slug.as_str() != "l7"),
            Err(StoreError::Internal(_)) => assert_eq!(slug.as_str(), "l7"),
            Err(other) => panic!("{other:?}"),
        }
    }
}

async fn more_look_ups_than_a_statement_has_are_answered(database: Database) {
    let (store, slugs) = filled(&database).await;
    let asked = slugs
        .iter()
        .map(|slug| store.find_route(Namespace::Global, slug));
    let found = join_all(asked).await.into_iter();
    let links: Vec<_> = found.map(|route| route.unwrap().unwrap().link).collect();
    assert!(links.is_sorted(), "the links were created in this order");
    assert!(links.array_windows().all(|[one, next]| one != next));
}

async fn callers_who_go_away_leave_the_others_their_answers(database: Database) {
    let (store, slugs) = filled(&database).await;
    for _ in 0..10 {
        let mut asked = slugs
            .iter()
            .map(|slug| store.find_route(Namespace::Global, slug));
        for leaving in asked.by_ref().take(LINKS / 2) {
            // Polled once: it waits, or has its answer already.
            drop(leaving.now_or_never());
        }
        let found = join_all(asked).await.into_iter();
        assert!(found.map(Result::unwrap).all(|route| route.is_some()));
    }
}

async fn a_row_that_cannot_be_decoded_fails_its_own_look_up(database: Database) {
    let (store, slugs) = filled(&database).await;
    let far = "UPDATE links SET expires_at = 9223372036854775807 WHERE slug = 'l7'";
    database.raw().await.execute_unprepared(far).await.unwrap();
    assert_only_one_fails(&store, &slugs).await;
}

/// As a damaged page of the file does.
async fn a_row_that_fails_every_statement_fails_its_own_look_up(database: Database) {
    let (store, slugs) = filled(&database).await;
    let raw = database.raw().await;
    let failing = match raw.get_database_backend() {
        DbBackend::Sqlite => "abs(-9223372036854775807 - length(url) + length(url) - 1)",
        _ => "1 / (length(url) - length(url))",
    };
    let view = format!(
        "ALTER TABLE links RENAME TO rows; CREATE VIEW links AS SELECT id, namespace, slug, url, owner_id,
        CASE WHEN slug = 'l7' THEN {failing} ELSE redirect_status END AS redirect_status, query_forwarding, expires_at,
        max_clicks, fallback_url, exhausted, disabled_at, blocked_at, block_cause, block_reason, deleted_at, import_id FROM rows"
    );
    raw.execute_unprepared(&view).await.unwrap();
    assert_only_one_fails(&store, &slugs).await;
}
