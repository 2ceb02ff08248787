//! `max_clicks`: never exceeded, shown as a state, and not consumed by previews.

use std::collections::HashMap;

use serde_json::json;

use crate::support::{App, CURL, FIREFOX, Member, Setup, WHATSAPP, at_once, on_both_databases};

on_both_databases!(
    exactly_max_clicks_requests_are_redirected,
    previews_do_not_exhaust_a_link,
    only_the_first_twenty_previews_are_free,
    an_exhausted_link_is_shown_as_exhausted_everywhere,
    a_changed_max_clicks_takes_effect_at_once,
);

async fn exactly_max_clicks_requests_are_redirected(setup: Setup) {
    let nodes = [setup.start().await, setup.start().await];
    let body = json!({"url": "https://example.com", "slug": "few", "max_clicks": 100,
        "namespace": "global"});
    let ann = nodes[0].member("ann").await;
    let link = ann.link_with(&body).await.number("id");
    // The database may be overloaded; a 503 is repeated.
    let asks = (0..400).map(|number| {
        let ask = nodes[number % 2].get("/few").insistently();
        ask.header("User-Agent", FIREFOX)
    });
    let mut answers: HashMap<u16, usize> = HashMap::new();
    for answer in at_once(asks).await {
        *answers.entry(answer.status).or_default() += 1;
    }
    assert_eq!(answers, HashMap::from([(307, 100), (410, 300)]));
    ann.counted(link, 100).await;
}

/// A link with `max_clicks` 1, and its path.
async fn once(owner: &Member) -> (i64, String) {
    let body = json!({"url": "https://example.com", "slug": "once", "max_clicks": 1});
    let id = owner.link_with(&body).await.number("id");
    (id, owner.path("once"))
}

async fn previews_do_not_exhaust_a_link((app, ann): (App, Member)) {
    let (id, path) = once(&ann).await;
    app.click(&path, WHATSAPP).await.with(307);
    app.head(&path).await.with(307);
    app.click(&path, FIREFOX).await.with(307);
    for agent in [FIREFOX, WHATSAPP, CURL] {
        app.click(&path, agent).await.refused(410, "gone");
    }
    // The preview is counted as a click.
    let link = ann.counted(id, 2).await;
    assert_eq!(link["human_clicks"], 1);
    assert_eq!(link["state"], "exhausted");
    let collection = ann.collection("Set").await;
    for (path, state) in [
        (format!("/api/links/{id}/stats"), json!("exhausted")),
        (format!("/api/collections/{collection}/stats"), json!(null)),
    ] {
        let counted = ann.read(&path).await;
        assert_eq!(counted["state"], state, "{path}");
    }
}

async fn only_the_first_twenty_previews_are_free((app, ann): (App, Member)) {
    let (_, path) = once(&ann).await;
    for _ in 0..21 {
        app.click(&path, WHATSAPP).await.with(307);
    }
    app.click(&path, WHATSAPP).await.refused(410, "gone");
    app.click(&path, FIREFOX).await.refused(410, "gone");
    // Bots are not previews.
    let body = json!({"url": "https://example.com", "slug": "bots", "max_clicks": 1});
    ann.link_with(&body).await;
    let path = ann.path("bots");
    app.click(&path, CURL).await.with(307);
    app.click(&path, FIREFOX).await.refused(410, "gone");
}

async fn an_exhausted_link_is_shown_as_exhausted_everywhere((app, ann): (App, Member)) {
    let (id, path) = once(&ann).await;
    ann.link("other").await;
    let collection = ann.collection("Set").await;
    ann.put_links(collection, &[id]).await.with(200);
    let listed = async |state: &str| {
        let all = ann.slugs(&format!("/api/links/?state={state}")).await;
        let path = format!("/api/collections/{collection}/links?state={state}");
        (all, ann.slugs(&path).await.len())
    };
    let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(listed("live").await, (names(&["other", "once"]), 1));
    assert_eq!(listed("exhausted").await, (names(&[]), 0));
    app.click(&path, FIREFOX).await.with(307);
    assert_eq!(listed("live").await, (names(&["other"]), 0));
    assert_eq!(listed("exhausted").await, (names(&["once"]), 1));
    for state in ["expired", "disabled", "blocked", "deleted"] {
        assert_eq!(listed(state).await, (names(&[]), 0), "{state}");
    }
    let read = ann.get(&format!("/api/links/{id}")).await;
    assert_eq!(read.with(200).text("state"), "exhausted");
    let json = ann.get("/api/links/export?format=json").await;
    let states = json.json();
    let states = states.as_array().unwrap().iter();
    let states: Vec<_> = states.map(|link| link["state"].clone()).collect();
    assert_eq!(states, ["exhausted", "live"]);
    let csv = ann.get("/api/links/export").await.with(200);
    let ends = csv.body.lines().map(|line| line.rsplit(',').next());
    let ends: Vec<_> = ends.flatten().collect();
    assert_eq!(ends, ["state", "exhausted", "live"]);
    let account = ann.get("/api/users/me/export").await.with(200);
    assert_eq!(account.json()["links"][0]["state"], "exhausted");
    ann.delete_link(id).await;
    assert_eq!(listed("deleted").await.0, names(&["once"]));
}

async fn a_changed_max_clicks_takes_effect_at_once((app, ann): (App, Member)) {
    let (id, path) = once(&ann).await;
    app.click(&path, FIREFOX).await.with(307);
    let edited = async |max: serde_json::Value| {
        let change = ann.patch(&format!("/api/links/{id}"), &json!({"max_clicks": max}));
        change.await.with(200).text("state")
    };
    let batched = async |max: serde_json::Value| {
        let edit =
            json!({"operations": [{"op": "update", "id": id, "changes": {"max_clicks": max}}]});
        let answer = ann.post("/api/links/batch", &edit).await.with(200);
        let state = &answer.json()["results"][0]["link"]["state"];
        state.as_str().unwrap().to_owned()
    };
    assert_eq!(edited(json!(2)).await, "live");
    assert_eq!(edited(json!(1)).await, "exhausted");
    assert_eq!(batched(json!(2)).await, "live");
    assert_eq!(batched(json!(1)).await, "exhausted");
    assert_eq!(batched(json!(null)).await, "live");
    app.click(&path, FIREFOX).await.with(307);
    ann.counted(id, 2).await;
    assert_eq!(batched(json!(2)).await, "exhausted");
    assert_eq!(edited(json!(3)).await, "live");
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, FIREFOX).await.refused(410, "gone");
}
