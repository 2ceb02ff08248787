//! Links from before their states were kept, and back.

use korotko_core::link::LinkState;
use korotko_core::ports::{InsertLink, LinkQuery, LinkStateFilter, Store};

use crate::given::{Place, insert_user, moment, new_link, on_both, steps_back_over};
use crate::schema::dump;

on_both!(links_from_before_their_states_were_kept_have_them);

const STEP: &str = "m20261129_000012_link_states";

async fn links_from_before_their_states_were_kept_have_them(place: Place) {
    let store = place.store().await;
    let ann = insert_user(&store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    for (code, max_clicks) in [("free", None), ("left", Some(3)), ("gone", Some(2))] {
        let link = InsertLink {
            max_clicks,
            ..new_link(code, Some(ann))
        };
        let link = unit.links().insert(&link).await.unwrap().id;
        for _ in 0..max_clicks.map_or(0, |_| 2) {
            assert!(unit.clicks().take(link, 3, 0).await.unwrap());
        }
    }
    unit.commit().await.unwrap();
    let raw = place.raw().await;
    let before = dump(&raw).await;
    let steps = steps_back_over(&store, STEP).await;
    let taken_back = store.migrate_down(steps).await.unwrap();
    assert_eq!(taken_back[0], STEP);
    assert!(!dump(&raw).await.join("\n").contains("exhausted"));
    store.migrate_up().await.unwrap();
    assert_eq!(dump(&raw).await, before);
    let exhausted = LinkQuery {
        state: LinkStateFilter::Exhausted,
        ..LinkQuery::of(ann, 9)
    };
    let listed = store.links().list(&exhausted).await.unwrap();
    let codes: Vec<_> = listed.iter().map(|link| link.slug.as_str()).collect();
    assert_eq!(codes, ["gone"]);
    assert_eq!(listed[0].state(moment(0)), LinkState::Exhausted);
}
