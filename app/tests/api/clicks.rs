//! What is a click, and where it shows.

use reqwest::Method;
use serde_json::json;

use crate::support::{App, CURL, FIREFOX, Setup, WHATSAPP, on_both_databases};

on_both_databases!(
    a_get_that_is_redirected_is_a_click_and_nothing_else_is,
    people_are_told_from_programs_and_previews,
    lists_are_sorted_by_clicks,
    two_nodes_count_into_one_store,
    clicks_outlive_a_stop,
    what_is_deleted_stays_counted_for_its_owner,
    a_limit_of_clicks_ends_a_link,
    a_limit_of_clicks_can_be_set_and_taken_off,
    a_limit_of_clicks_keeps_its_rules,
);

async fn a_get_that_is_redirected_is_a_click_and_nothing_else_is(app: App) {
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    let path = format!("/promo?u={}", ann.id);
    app.click(&path, FIREFOX).await.with(307);
    app.click(&format!("/api/url/promo/?u={}", ann.id), FIREFOX)
        .await
        .with(307);
    for _ in 0..3 {
        app.head(&path).await.with(307);
    }
    app.click("/promo", FIREFOX).await.with(404);
    app.ask(Method::POST, &path).await.with(405);
    let view = app.counted(&ann, link, 2).await;
    assert_eq!(view["human_clicks"], 2);
    assert_eq!(view["last_click_at"], "2026-12-01T00:00:00+00:00");
    ann.asks(app.delete(&format!("/api/links/{link}")))
        .await
        .with(204);
    app.click(&path, FIREFOX).await.with(410);
    let stats = ann.asks(app.get("/api/stats")).await.with(200).json();
    assert_eq!(stats["total"]["clicks"], 2);
}

async fn people_are_told_from_programs_and_previews(app: App) {
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    let path = format!("/promo?u={}", ann.id);
    for agent in [FIREFOX, FIREFOX, WHATSAPP, CURL, CURL, CURL] {
        app.click(&path, agent).await.with(307);
    }
    let prefetch = app.get(&path).header("User-Agent", FIREFOX);
    prefetch
        .header("Sec-Purpose", "prefetch;prerender")
        .await
        .with(307);
    let view = app.counted(&ann, link, 7).await;
    assert_eq!(view["human_clicks"], 2);
    let stats = format!("/api/links/{link}/stats?group_by=kind");
    let stats = ann.asks(app.get(&stats)).await.with(200).json();
    let kinds: Vec<_> = stats["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (group["key"].clone(), group["clicks"].clone()))
        .collect();
    assert_eq!(
        kinds,
        [
            (json!("bot"), json!(3)),
            (json!("human"), json!(2)),
            (json!("preview"), json!(2))
        ]
    );
    // One person, twice within a day.
    assert_eq!(
        stats["total"],
        json!({"clicks": 7, "human_clicks": 2, "visitors": 1})
    );
}

async fn lists_are_sorted_by_clicks(app: App) {
    let ann = app.member("ann").await;
    for (slug, clicks) in [("a", 2), ("b", 0), ("k", 5), ("d", 2)] {
        let link = app.link_of(&ann, slug).await;
        for _ in 0..clicks {
            app.click(&format!("/{slug}?u={}", ann.id), FIREFOX)
                .await
                .with(307);
        }
        app.counted(&ann, link, clicks).await;
    }
    let most = app.slugs(&ann, "/api/links/?sort=-clicks&limit=1").await;
    assert_eq!(most, ["k", "d", "a", "b"]);
    let least = app.slugs(&ann, "/api/links/?sort=clicks&limit=3").await;
    assert_eq!(least, ["b", "a", "d", "k"]);
    let foreign = ann
        .asks(app.get("/api/links/?sort=-clicks&limit=1"))
        .await
        .json();
    let after = foreign["next"].as_str().unwrap();
    let refused = ann
        .asks(app.get(&format!("/api/links/?after={after}")))
        .await;
    refused.refused(400, "invalid-parameter");
}

async fn two_nodes_count_into_one_store(setup: Setup) {
    let (app, other) = (setup.start().await, setup.start().await);
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    let path = format!("/promo?u={}", ann.id);
    for _ in 0..10 {
        tokio::join!(async { app.click(&path, FIREFOX).await.with(307) }, async {
            other.click(&path, FIREFOX).await.with(307)
        },);
    }
    app.counted(&ann, link, 20).await;
    // Both nodes have the same salt.
    let stats = ann.asks(app.get("/api/stats")).await.with(200).json();
    assert_eq!(
        stats["total"],
        json!({"clicks": 20, "human_clicks": 20, "visitors": 1})
    );
}

async fn clicks_outlive_a_stop(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    let link = app.link_of(&ann, "promo").await;
    for _ in 0..20 {
        app.click(&format!("/promo?u={}", ann.id), FIREFOX)
            .await
            .with(307);
    }
    setup.stop().await;
    let app = setup.start().await;
    let view = ann
        .asks(app.get(&format!("/api/links/{link}")))
        .await
        .with(200)
        .json();
    assert_eq!(
        view["clicks"], 20,
        "the stop waited until they were counted"
    );
}

async fn what_is_deleted_stays_counted_for_its_owner(app: App) {
    let ann = app.member("ann").await;
    let set = app.set_of(&ann, "Spring").await;
    let mut links = Vec::new();
    for slug in ["kept", "gone"] {
        let link = app.link_of(&ann, slug).await;
        app.click(&format!("/{slug}?u={}", ann.id), FIREFOX)
            .await
            .with(307);
        app.counted(&ann, link, 1).await;
        links.push(link);
    }
    app.put_links(&ann, set, &links).await.with(200);
    let clicks = async |path: &str| {
        let stats = ann.asks(app.get(path)).await.with(200).json();
        stats["total"]["clicks"].as_u64().unwrap()
    };
    let of_set = format!("/api/collections/{set}/stats");
    assert_eq!((clicks("/api/stats").await, clicks(&of_set).await), (2, 2));
    ann.asks(app.delete(&format!("/api/links/{}", links[1])))
        .await
        .with(204);
    assert_eq!((clicks("/api/stats").await, clicks(&of_set).await), (2, 1));
    let gone = format!("/api/links/{}/stats", links[1]);
    ann.asks(app.get(&gone)).await.refused(404, "not-found");
    let restore = format!("/api/links/{}/restore", links[1]);
    ann.asks(app.ask(Method::POST, &restore)).await.with(200);
    assert_eq!((clicks(&gone).await, clicks(&of_set).await), (1, 2));
}

async fn a_limit_of_clicks_ends_a_link(app: App) {
    let ann = app.member("ann").await;
    let body = json!({"url": "https://example.com", "slug": "few", "max_clicks": 2});
    let link = app.link_with(&ann, &body).await;
    assert_eq!(link.number("max_clicks"), 2);
    let path = format!("/few?u={}", ann.id);
    app.head(&path).await.with(307);
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, CURL).await.with(307);
    app.click(&path, FIREFOX).await.refused(410, "gone");
    app.head(&path).await.with(410);
    app.counted(&ann, link.number("id"), 2).await;
}

async fn a_limit_of_clicks_can_be_set_and_taken_off(app: App) {
    let ann = app.member("ann").await;
    let id = app.link_of(&ann, "few").await;
    let path = format!("/few?u={}", ann.id);
    let edit = async |max_clicks| {
        let change = json!({"max_clicks": max_clicks});
        let change = app.patch(&format!("/api/links/{id}"), &change);
        ann.asks(change).await.with(200);
    };
    for _ in 0..3 {
        app.click(&path, FIREFOX).await.with(307);
    }
    app.counted(&ann, id, 3).await;
    // The clicks that it has count.
    edit(json!(4)).await;
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, FIREFOX).await.with(410);
    edit(json!(5)).await;
    app.click(&path, FIREFOX).await.with(307);
    app.click(&path, FIREFOX).await.with(410);
    edit(json!(null)).await;
    app.click(&path, FIREFOX).await.with(307);
    app.counted(&ann, id, 6).await;
    edit(json!(6)).await;
    app.click(&path, FIREFOX).await.with(410);
}

async fn a_limit_of_clicks_keeps_its_rules(app: App) {
    let ann = app.member("ann").await;
    let url = "https://example.com";
    for (body, field) in [
        (json!({"url": url, "max_clicks": 0}), "max_clicks"),
        (
            json!({"url": url, "max_clicks": 1_000_000_001}),
            "max_clicks",
        ),
        (
            json!({"url": url, "max_clicks": 1, "redirect_status": 301}),
            "redirect_status",
        ),
    ] {
        let refused = ann.asks(app.post("/api/links/", &body)).await;
        assert_eq!(refused.refused(422, "invalid").fields(), [field]);
    }
    for wrong in [json!(-1), json!("1"), json!(1.5), json!(u64::MAX)] {
        let body = json!({"url": url, "max_clicks": wrong});
        let refused = ann.asks(app.post("/api/links/", &body)).await;
        assert!([400, 422].contains(&refused.status), "{}", refused.body);
        assert_eq!(refused.fields(), ["max_clicks"]);
    }
}
