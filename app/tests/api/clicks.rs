//! What counts as a click, and where clicks are shown.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, CURL, FIREFOX, Member, Setup, WHATSAPP, on_both_databases};

on_both_databases!(
    only_a_redirected_get_is_a_click,
    people_bots_and_previews_are_distinguished,
    links_are_sorted_by_clicks,
    two_nodes_count_clicks_into_one_database,
    clicks_survive_a_restart,
    clicks_of_deleted_links_stay_in_the_owners_statistics,
    a_link_ends_at_max_clicks,
    max_clicks_can_be_set_and_removed,
    an_invalid_max_clicks_is_refused,
);

async fn only_a_redirected_get_is_a_click((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    let path = ann.path("promo");
    app.click(&path, FIREFOX).await.with(307);
    app.click(&format!("/api/url/promo/?u={}", ann.id), FIREFOX)
        .await
        .with(307);
    for _ in 0..3 {
        app.head(&path).await.with(307);
    }
    app.click("/promo", FIREFOX).await.with(404);
    app.ask(Method::POST, &path).await.with(405);
    let view = ann.counted(link, 2).await;
    assert_eq!(view["human_clicks"], 2);
    assert_eq!(view["last_click_at"], "2026-12-01T00:00:00+00:00");
    ann.delete_link(link).await;
    app.click(&path, FIREFOX).await.with(410);
    let stats = ann.read("/api/stats").await;
    assert_eq!(stats["total"]["clicks"], 2);
}

async fn people_bots_and_previews_are_distinguished((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    let path = ann.path("promo");
    for agent in [FIREFOX, FIREFOX, WHATSAPP, CURL, CURL, CURL] {
        app.click(&path, agent).await.with(307);
    }
    let prefetch = app.get(&path).header("User-Agent", FIREFOX);
    let prefetch = prefetch.header("Sec-Purpose", "prefetch;prerender");
    prefetch.await.with(307);
    let view = ann.counted(link, 7).await;
    assert_eq!(view["human_clicks"], 2);
    let stats = format!("/api/links/{link}/stats?group_by=kind");
    let stats = ann.read(&stats).await;
    let kinds = stats["groups"].as_array().unwrap().iter();
    let kinds = kinds.map(|group| json!([group["key"], group["clicks"]]));
    let kinds: Value = kinds.collect();
    assert_eq!(kinds, json!([["bot", 3], ["human", 2], ["preview", 2]]));
    // One person, twice within a day.
    let total = json!({"clicks": 7, "human_clicks": 2, "visitors": 1});
    assert_eq!(stats["total"], total);
}

async fn links_are_sorted_by_clicks((app, ann): (App, Member)) {
    for (slug, clicks) in [("a", 2), ("b", 0), ("k", 5), ("d", 2)] {
        let link = ann.link(slug).await;
        for _ in 0..clicks {
            app.click(&ann.path(slug), FIREFOX).await.with(307);
        }
        ann.counted(link, clicks).await;
    }
    let most = ann.slugs("/api/links/?sort=-clicks&limit=1").await;
    assert_eq!(most, ["k", "d", "a", "b"]);
    let least = ann.slugs("/api/links/?sort=clicks&limit=3").await;
    assert_eq!(least, ["b", "a", "d", "k"]);
    let foreign = ann.get("/api/links/?sort=-clicks&limit=1").await.json();
    let after = foreign["next"].as_str().unwrap();
    let refused = ann.get(&format!("/api/links/?after={after}")).await;
    refused.refused(400, "invalid-parameter");
}

async fn two_nodes_count_clicks_into_one_database(setup: Setup) {
    let (app, other) = (setup.start().await, setup.start().await);
    let ann = app.member("ann").await;
    let link = ann.link("promo").await;
    let path = format!("/promo?u={}", ann.id);
    for _ in 0..10 {
        tokio::join!(async { app.click(&path, FIREFOX).await.with(307) }, async {
            other.click(&path, FIREFOX).await.with(307)
        },);
    }
    ann.counted(link, 20).await;
    // Both nodes have the same salt.
    let stats = ann.read("/api/stats").await;
    let total = json!({"clicks": 20, "human_clicks": 20, "visitors": 1});
    assert_eq!(stats["total"], total);
}

async fn clicks_survive_a_restart(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let link = ann.link("promo").await;
    for _ in 0..20 {
        app.click(&ann.path("promo"), FIREFOX).await.with(307);
    }
    setup.stop().await;
    let app = setup.start().await;
    let view = ann.at(&app).read(&format!("/api/links/{link}")).await;
    // The stop counts all clicks.
    assert_eq!(view["clicks"], 20);
}

async fn clicks_of_deleted_links_stay_in_the_owners_statistics((app, ann): (App, Member)) {
    let collection = ann.collection("Spring").await;
    let mut links = Vec::new();
    for slug in ["kept", "gone"] {
        let link = ann.link(slug).await;
        app.click(&ann.path(slug), FIREFOX).await.with(307);
        ann.counted(link, 1).await;
        links.push(link);
    }
    ann.put_links(collection, &links).await.with(200);
    let clicks = async |path: &str| {
        let stats = ann.read(path).await;
        stats["total"]["clicks"].as_u64().unwrap()
    };
    let of_collection = format!("/api/collections/{collection}/stats");
    assert_eq!(
        (clicks("/api/stats").await, clicks(&of_collection).await),
        (2, 2)
    );
    ann.delete(&format!("/api/links/{}", links[1]))
        .await
        .with(204);
    assert_eq!(
        (clicks("/api/stats").await, clicks(&of_collection).await),
        (2, 1)
    );
    let gone = format!("/api/links/{}/stats", links[1]);
    ann.get(&gone).await.refused(404, "not-found");
    ann.restore(links[1]).await.with(200);
    assert_eq!((clicks(&gone).await, clicks(&of_collection).await), (1, 2));
}

async fn a_link_ends_at_max_clicks((app, ann): (App, Member)) {
    let body = json!({"url": "https://example.com", "slug": "few", "max_clicks": 2});
    let link = ann.link_with(&body).await;
    assert_eq!(link.number("max_clicks"), 2);
    let path = ann.path("few");
    app.head(&path).await.with(307);
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, CURL).await.with(307);
    app.click(&path, FIREFOX).await.refused(410, "gone");
    app.head(&path).await.with(410);
    ann.counted(link.number("id"), 2).await;
}

async fn max_clicks_can_be_set_and_removed((app, ann): (App, Member)) {
    let id = ann.link("few").await;
    let path = ann.path("few");
    let edit = async |max_clicks| {
        let change = json!({"max_clicks": max_clicks});
        let change = ann.patch(&format!("/api/links/{id}"), &change);
        change.await.with(200);
    };
    for _ in 0..3 {
        app.click(&path, FIREFOX).await.with(307);
    }
    ann.counted(id, 3).await;
    // Existing clicks count.
    edit(json!(4)).await;
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, FIREFOX).await.with(410);
    edit(json!(5)).await;
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, FIREFOX).await.with(410);
    edit(json!(null)).await;
    app.click(&path, FIREFOX).await.with(307);
    ann.counted(id, 6).await;
    edit(json!(6)).await;
    app.click(&path, FIREFOX).await.with(410);
}

async fn an_invalid_max_clicks_is_refused(ann: Member) {
    let url = "https://example.com";
    for (max, status, field) in [
        (0, 307, "max_clicks"),
        (1_000_000_001, 307, "max_clicks"),
        (1, 301, "redirect_status"),
    ] {
        let body = json!({"url": url, "max_clicks": max, "redirect_status": status});
        ann.post("/api/links/", &body).await.invalid([field]);
    }
    for wrong in [json!(-1), json!("1"), json!(1.5), json!(u64::MAX)] {
        let body = json!({"url": url, "max_clicks": wrong});
        let refused = ann.post("/api/links/", &body).await;
        assert!([400, 422].contains(&refused.status), "{}", refused.body);
        refused.names(["max_clicks"]);
    }
}
