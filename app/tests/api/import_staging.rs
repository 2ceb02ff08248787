//! Atomic imports.

use std::fmt::Write;

use chrono::TimeDelta;
use korotko_core::id::UserId;
use korotko_core::ports::{Clock, Store};
use serde_json::json;

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    an_atomic_import_becomes_visible_at_once,
    leftovers_of_an_interrupted_import_are_removed,
);

/// Links and collections of an import in three parts: all become visible together.
async fn an_atomic_import_becomes_visible_at_once((app, ann): (App, Member)) {
    ann.collection("Old").await;
    let mut file = "url,slug,namespace,collections\n".to_owned();
    for row in 0..2_500 {
        let namespace = ["personal", "global"][row % 2];
        writeln!(file, "https://example.com,s{row},{namespace},\"Old,New\"").unwrap();
    }
    let importing = ann.import("?atomic=true", file);
    let importing = tokio::spawn(importing.into_future());
    let first = ann.path("s0");
    while !importing.is_finished() {
        let seen = app.get(&first).await.status == 307;
        let collections = ann.listed("/api/collections/", "links").await;
        assert!(
            collections == [0] || collections == [2_500, 2_500],
            "{collections:?}"
        );
        if seen {
            app.get("/s2499").await.with(307);
            let last = ann.get("/api/links/?sort=slug&limit=1").await.with(200);
            assert_eq!(last.json()["items"][0]["slug"], "s0");
        } else {
            // Concurrent writes.
            app.post("/api/url/", &json!({"url": "https://example.com"}))
                .await
                .with(201);
        }
    }
    let report = importing.await.unwrap().with(200);
    assert_eq!(report.number("imported"), 2_500);
    app.get(&first).await.with(307);
}

async fn leftovers_of_an_interrupted_import_are_removed((app, ann): (App, Member)) {
    let unit = app.store.begin().await.unwrap();
    let now = app.clock.now();
    let owner = UserId(ann.id);
    unit.imports().begin(owner, now).await.unwrap();
    unit.commit().await.unwrap();
    let swept = app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(swept.abandoned_imports, 0, "it may go on");
    app.advance(TimeDelta::minutes(2));
    let swept = app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(swept.abandoned_imports, 1);
}
