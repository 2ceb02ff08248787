//! A limit of clicks is never exceeded, is told as a state, and is not used up by previews.

use std::collections::HashMap;

use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{App, CURL, FIREFOX, Member, Setup, WHATSAPP, on_both_databases};

on_both_databases!(
    exactly_as_many_are_let_through_as_may_be,
    a_preview_does_not_use_up_a_link,
    twenty_previews_are_free_and_the_next_counts,
    a_link_that_is_used_up_is_exhausted_wherever_it_is_shown,
    the_numbers_of_a_link_tell_its_state,
    a_new_limit_makes_a_link_live_or_exhausted_at_once,
);

async fn exactly_as_many_are_let_through_as_may_be(setup: Setup) {
    let nodes = [setup.start().await, setup.start().await];
    let body = json!({"url": "https://example.com", "slug": "few", "max_clicks": 100,
        "namespace": "global"});
    let ann = nodes[0].member("ann").await;
    let link = nodes[0].link_with(&ann, &body).await.number("id");
    let mut requests = JoinSet::new();
    for number in 0..400 {
        let node = nodes[number % 2].clone();
        requests.spawn(async move {
            // The database may be asked by too many at once; who is told so comes back.
            loop {
                let ask = node.get("/few").header("User-Agent", FIREFOX);
                let answer = ask.may_be_unavailable().await;
                if answer.status != 503 {
                    return answer.status;
                }
            }
        });
    }
    let mut answers: HashMap<u16, usize> = HashMap::new();
    while let Some(status) = requests.join_next().await {
        *answers.entry(status.unwrap()).or_default() += 1;
    }
    assert_eq!(answers, HashMap::from([(307, 100), (410, 300)]));
    nodes[0].counted(&ann, link, 100).await;
}

/// A link for one click, and where it is followed.
async fn once(app: &App, owner: &Member) -> (i64, String) {
    let body = json!({"url": "https://example.com", "slug": "once", "max_clicks": 1});
    let id = app.link_with(owner, &body).await.number("id");
    (id, format!("/once?u={}", owner.id))
}

async fn a_preview_does_not_use_up_a_link(app: App) {
    let ann = app.member("ann").await;
    let (id, path) = once(&app, &ann).await;
    app.click(&path, WHATSAPP).await.with(307);
    app.head(&path).await.with(307);
    app.click(&path, FIREFOX).await.with(307);
    for agent in [FIREFOX, WHATSAPP, CURL] {
        app.click(&path, agent).await.refused(410, "gone");
    }
    // The preview was a click all the same.
    let link = app.counted(&ann, id, 2).await;
    assert_eq!(
        (&link["human_clicks"], &link["state"]),
        (&json!(1), &json!("exhausted"))
    );
}

async fn twenty_previews_are_free_and_the_next_counts(app: App) {
    let ann = app.member("ann").await;
    let (_, path) = once(&app, &ann).await;
    for _ in 0..21 {
        app.click(&path, WHATSAPP).await.with(307);
    }
    app.click(&path, WHATSAPP).await.refused(410, "gone");
    app.click(&path, FIREFOX).await.refused(410, "gone");
    // Other programs are not previews.
    let body = json!({"url": "https://example.com", "slug": "bots", "max_clicks": 1});
    app.link_with(&ann, &body).await;
    let path = format!("/bots?u={}", ann.id);
    app.click(&path, CURL).await.with(307);
    app.click(&path, FIREFOX).await.refused(410, "gone");
}

async fn a_link_that_is_used_up_is_exhausted_wherever_it_is_shown(app: App) {
    let ann = app.member("ann").await;
    let (id, path) = once(&app, &ann).await;
    app.link_of(&ann, "other").await;
    let set = app.set_of(&ann, "Set").await;
    app.put_links(&ann, set, &[id]).await.with(200);
    let listed = async |state: &str| {
        let all = app.slugs(&ann, &format!("/api/links/?state={state}")).await;
        let path = format!("/api/collections/{set}/links?state={state}");
        (all, app.slugs(&ann, &path).await.len())
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
    let read = ann.asks(app.get(&format!("/api/links/{id}"))).await;
    assert_eq!(read.with(200).text("state"), "exhausted");
    let json = ann.asks(app.get("/api/links/export?format=json")).await;
    let states = json.json();
    let states = states.as_array().unwrap().iter();
    let states: Vec<_> = states.map(|link| link["state"].clone()).collect();
    assert_eq!(states, ["exhausted", "live"]);
    let csv = ann.asks(app.get("/api/links/export")).await.with(200);
    let ends = csv.body.lines().map(|line| line.rsplit(',').next());
    let ends: Vec<_> = ends.flatten().collect();
    assert_eq!(ends, ["state", "exhausted", "live"]);
    let account = ann.asks(app.get("/api/users/me/export")).await.with(200);
    assert_eq!(account.json()["links"][0]["state"], "exhausted");
    ann.asks(app.delete(&format!("/api/links/{id}")))
        .await
        .with(204);
    assert_eq!(listed("deleted").await.0, names(&["once"]));
}

async fn the_numbers_of_a_link_tell_its_state(app: App) {
    let ann = app.member("ann").await;
    let (id, path) = once(&app, &ann).await;
    let set = app.set_of(&ann, "Set").await;
    app.click(&path, FIREFOX).await.with(307);
    for (path, state) in [
        (format!("/api/links/{id}/stats"), json!("exhausted")),
        (format!("/api/collections/{set}/stats"), json!(null)),
    ] {
        let counted = ann.asks(app.get(&path)).await.with(200).json();
        assert_eq!(counted["state"], state, "{path}");
    }
}

async fn a_new_limit_makes_a_link_live_or_exhausted_at_once(app: App) {
    let ann = app.member("ann").await;
    let (id, path) = once(&app, &ann).await;
    app.click(&path, FIREFOX).await.with(307);
    let edited = async |most: serde_json::Value| {
        let change = app.patch(&format!("/api/links/{id}"), &json!({"max_clicks": most}));
        ann.asks(change).await.with(200).text("state")
    };
    let batched = async |most: serde_json::Value| {
        let edit =
            json!({"operations": [{"op": "edit", "id": id, "changes": {"max_clicks": most}}]});
        let answer = ann
            .asks(app.post("/api/links/batch", &edit))
            .await
            .with(200);
        let state = &answer.json()["results"][0]["link"]["state"];
        state.as_str().unwrap().to_owned()
    };
    assert_eq!(edited(json!(2)).await, "live");
    assert_eq!(edited(json!(1)).await, "exhausted");
    assert_eq!(batched(json!(2)).await, "live");
    assert_eq!(batched(json!(1)).await, "exhausted");
    assert_eq!(batched(json!(null)).await, "live");
    app.click(&path, FIREFOX).await.with(307);
    app.counted(&ann, id, 2).await;
    assert_eq!(batched(json!(2)).await, "exhausted");
    assert_eq!(edited(json!(3)).await, "live");
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, FIREFOX).await.refused(410, "gone");
}
