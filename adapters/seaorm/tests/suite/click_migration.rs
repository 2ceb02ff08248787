//! The step that counts clicks, with data, there and back.

use std::sync::Arc;

use korotko_core::click::{
    Agent, Click, ClickKind, ClickTotals, Day, Referrer, VisitorHash, VisitorSalt,
};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{
    ClickLogId, ClickSubject, InsertLink, LinkCursor, LinkQuery, LinkSort, LinkSortKey, Shard,
    Store, Visit,
};
use korotko_seaorm::SeaStore;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};

use crate::given::{Place, insert_user, moment, new_link, on_both, steps_back_over, tally};
use crate::schema::{count, dump};

on_both!(
    links_from_before_there_were_clicks_are_counted,
    a_step_back_takes_the_clicks_and_leaves_the_links,
);

const STEP: &str = "m20261127_000009_count_clicks";

/// What the step makes, and how many rows [`fill`] leaves there.
const TABLES: [(&str, i64); 12] = [
    ("link_clicks", 3),
    ("link_click_counts", 4),
    ("user_click_counts", 2),
    ("link_click_breakdowns", 4),
    ("user_click_breakdowns", 2),
    ("click_shards", 8),
    ("clicks", 1),
    ("click_visits", 1),
    ("visitor_salts", 1),
    ("click_logs", 1),
    ("dropped_clicks", 1),
    ("taken_clicks", 1),
];

fn sample_click(link: LinkId) -> Click {
    Click {
        at: moment(5),
        link,
        kind: ClickKind::Bot,
        referrer: Referrer::from_host("news.example"),
        agent: Arc::new(Agent {
            browser: "a\0b".to_owned(),
            ..Agent::default()
        }),
        language: None,
        visitor: Some(VisitorHash(i64::MIN)),
    }
}

/// A user with a link that may have ten clicks, a deleted one, and an anonymous one.
async fn insert_links(store: &SeaStore) -> (UserId, Vec<LinkId>) {
    let ann = insert_user(store, "ann@example.com").await;
    let unit = store.begin().await.unwrap();
    let limited = InsertLink {
        max_clicks: Some(10),
        ..new_link("limited", Some(ann))
    };
    let mut links = Vec::new();
    for wanted in [limited, new_link("deleted", Some(ann)), new_link("k", None)] {
        links.push(unit.links().insert(&wanted).await.unwrap());
    }
    links[1].deleted_at = Some(moment(1));
    unit.links().update(&links[1]).await.unwrap();
    unit.commit().await.unwrap();
    (ann, links.iter().map(|link| link.id).collect())
}

/// A row at least in each table.
async fn fill(store: &SeaStore, ann: UserId, links: &[LinkId]) {
    let unit = store.begin().await.unwrap();
    let clicks = unit.clicks();
    let tallies = [
        tally(links[0], Some(ann), moment(5), 3),
        tally(links[2], None, moment(5), 1),
    ];
    clicks.add(Shard::of(0), &tallies).await.unwrap();
    clicks.insert(&[sample_click(links[0])]).await.unwrap();
    let visit = Visit {
        day: Day(1),
        link: links[0],
        visitor: VisitorHash(7),
    };
    clicks.insert_visits(&[visit]).await.unwrap();
    assert!(clicks.take(links[0], 10, 0).await.unwrap());
    let salt = VisitorSalt::new(Day(1), [7; VisitorSalt::LENGTH]);
    unit.salts().insert(&salt).await.unwrap();
    let logs = unit.click_logs();
    logs.set_position(ClickLogId(7), None, 9, moment(1))
        .await
        .unwrap();
    logs.add_dropped(Day(1), 5).await.unwrap();
    unit.commit().await.unwrap();
}

async fn run(raw: &DatabaseConnection, sql: &str) -> Vec<Option<i64>> {
    let select = Statement::from_string(raw.get_database_backend(), sql);
    let rows = raw.query_all_raw(select).await.unwrap();
    rows.iter()
        .map(|row| row.try_get_by_index(0).unwrap())
        .collect()
}

async fn links_from_before_there_were_clicks_are_counted(place: Place) {
    let store = place.store().await;
    let (ann, links) = insert_links(&store).await;
    fill(&store, ann, &links).await;
    let steps = steps_back_over(&store, STEP).await;
    store.migrate_down(steps).await.unwrap();
    let raw = place.raw().await;
    assert_eq!(count(&raw, "links").await, 3);
    store.migrate_up().await.unwrap();

    let owners = "SELECT owner_id FROM link_clicks ORDER BY link_id";
    let expected = [Some(ann.0), Some(ann.0), None];
    assert_eq!(run(&raw, owners).await, expected);
    for id in &links {
        let link = store.links().find_by_id(*id).await.unwrap().unwrap();
        assert_eq!(link.clicks, ClickTotals::default());
        assert_eq!(link.max_clicks, None);
    }
    let by_clicks = LinkQuery {
        sort: LinkSort {
            key: LinkSortKey::Clicks,
            descending: false,
        },
        after: Some(LinkCursor::Clicks(0, LinkId(0))),
        ..LinkQuery::of(ann, 9)
    };
    let listed = store.links().list(&by_clicks).await.unwrap();
    assert_eq!(listed.len(), 1);
    fill(&store, ann, &links).await;
    let listed = store.links().list(&by_clicks).await.unwrap();
    assert_eq!(listed[0].clicks.counts.humans, 3);
    let all = korotko_core::click::Span::all();
    let owners = store.statistics().count(ClickSubject::Owner(ann), &all);
    assert_eq!(owners.await.unwrap().humans, 3);
}

async fn a_step_back_takes_the_clicks_and_leaves_the_links(place: Place) {
    let store = place.store().await;
    let (ann, links) = insert_links(&store).await;
    fill(&store, ann, &links).await;
    let raw = place.raw().await;
    let before = dump(&raw).await;
    for (table, rows) in TABLES {
        assert_eq!(count(&raw, table).await, rows, "{table}");
    }
    let steps = steps_back_over(&store, STEP).await;
    let taken_back = store.migrate_down(steps).await.unwrap();
    assert_eq!(taken_back[0], STEP);
    let left = dump(&raw).await.join("\n");
    for (table, _) in TABLES {
        assert!(!left.contains(table), "{table} in {left}");
    }
    assert!(!left.contains("max_clicks"), "{left}");
    assert_eq!(run(&raw, "SELECT id FROM links ORDER BY id").await.len(), 3);
    store.migrate_up().await.unwrap();
    assert_eq!(dump(&raw).await, before);
    fill(&store, ann, &links).await;
}
