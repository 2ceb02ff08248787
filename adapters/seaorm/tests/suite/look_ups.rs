//! Look-ups of routes that share a statement.

use futures_util::FutureExt;
use futures_util::future::join_all;
use korotko_core::link::{Namespace, Slug};
use korotko_core::ports::{RouteFinder, Store};
use sea_orm::ConnectionTrait;

use crate::fixtures::{Database, new_link, on_both};

on_both!(
    callers_who_go_away_leave_the_others_their_answers,
    a_row_that_cannot_be_read_fails_its_own_look_up,
);

const LINKS: usize = 40;

/// A store with links, and their slugs.
async fn filled(database: &Database) -> (impl RouteFinder, Vec<Slug>) {
    let store = database.store().await;
    let unit = store.begin().await.unwrap();
    let names: Vec<_> = (0..LINKS).map(|number| format!("l{number}")).collect();
    let links: Vec<_> = names.iter().map(|name| new_link(name, None)).collect();
    unit.link_batches().insert(&links).await.unwrap();
    unit.commit().await.unwrap();
    let slugs = names.iter().map(|name| Slug::parse(name).unwrap());
    (store, slugs.collect())
}

async fn callers_who_go_away_leave_the_others_their_answers(database: Database) {
    let (store, slugs) = filled(&database).await;
    for _ in 0..20 {
        let mut asked = slugs
            .iter()
            .map(|slug| store.find_route(Namespace::Global, slug));
        for leaving in asked.by_ref().take(LINKS / 2) {
            assert!(
                leaving.now_or_never().is_none(),
                "an answer without waiting"
            );
        }
        let found = join_all(asked).await.into_iter();
        assert!(found.map(Result::unwrap).all(|route| route.is_some()));
    }
}

async fn a_row_that_cannot_be_read_fails_its_own_look_up(database: Database) {
    let (store, slugs) = filled(&database).await;
    let far = "UPDATE links SET expires_at = 9223372036854775807 WHERE slug = 'l7'";
    database.raw().await.execute_unprepared(far).await.unwrap();
    let asked = slugs
        .iter()
        .map(|slug| store.find_route(Namespace::Global, slug));
    for (slug, found) in slugs.iter().zip(join_all(asked).await) {
        assert_eq!(found.is_err(), slug.as_str() == "l7", "{found:?}");
    }
}
