//! Links of all users, as administrators find and delete them.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, LINKS, Member, URL, on_both_databases};

on_both_databases!(
    links_of_all_users_are_listed,
    a_share_url_finds_its_link,
    an_anonymous_link_is_taken_down,
    the_owner_of_a_deleted_link_cannot_restore_it,
    a_link_in_the_trash_is_taken_down,
    a_deleted_link_leaves_nothing_with_its_owner,
);

const ALL: &str = "/api/admin/links/";

/// An anonymous link; returns its id.
async fn anonymous(app: &App, slug: &str) -> i64 {
    let body = json!({"url": "https://EVIL.example/login", "slug": slug});
    app.post(LINKS, &body).await.with(201).number("id")
}

async fn links_of_all_users_are_listed((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    ann.link("promo").await;
    anonymous(&app, "free").await;
    let gone = ann.link("gone").await;
    ann.delete_link(gone).await;
    let global = json!({"url": URL, "slug": "sale", "namespace": "global", "title": "Весна"});
    ann.link_with(&global).await;
    let slugs = async |query: &str| {
        let path = format!("{ALL}?limit=1{query}");
        root.slugs(&path).await
    };
    assert_eq!(slugs("").await, ["sale", "free", "promo"]);
    assert_eq!(
        slugs(&format!("&owner={}", ann.id)).await,
        ["sale", "promo"]
    );
    assert_eq!(slugs("&anonymous=true").await, ["free"]);
    assert_eq!(slugs("&q=evil.EXAMPLE").await, ["free"]);
    assert_eq!(slugs("&q=весна").await, ["sale"]);
    assert_eq!(slugs("&q=example.com").await, ["sale", "promo"]);
    let owners = root.listed(ALL, "owner_email").await;
    assert_eq!(owners, [json!(ann.email), Value::Null, json!(ann.email)]);
    let shown = root.read(&format!("{ALL}{gone}")).await;
    assert_eq!(
        (&shown["state"], &shown["owner_id"]),
        (&json!("deleted"), &json!(ann.id))
    );
    let refused = root.get(&format!("{ALL}?q={}", "a".repeat(201))).await;
    refused.invalid(["q"]);
    root.get(&format!("{ALL}999999"))
        .await
        .refused(404, "not-found");
}

async fn a_share_url_finds_its_link((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let mine = ann.link("promo").await;
    let free = anonymous(&app, "promo").await;
    anonymous(&app, "promo2").await;
    for (url, expected) in [
        (
            format!("{}/promo%3Fu%3D{}", app.public_url, ann.id),
            vec![mine],
        ),
        (format!("{}/promo", app.public_url), vec![free]),
        (format!("{}/nothing", app.public_url), vec![]),
    ] {
        let found = root.listed(&format!("{ALL}?q={url}"), "id").await;
        assert_eq!(json!(found), json!(expected), "{url}");
    }
}

async fn an_anonymous_link_is_taken_down((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = anonymous(&app, "free").await;
    app.get("/free").await.with(307);
    root.delete(&format!("{ALL}{link}")).await.with(204);
    app.get("/free").await.refused(410, "gone");
    root.delete(&format!("{ALL}{link}"))
        .await
        .refused(404, "not-found");
    root.delete(&format!("{ALL}999999"))
        .await
        .refused(404, "not-found");
    let again = json!({"url": URL, "slug": "free", "namespace": "global"});
    ann.post(LINKS, &again).await.refused(409, "slug-taken");
    app.advance(TimeDelta::days(90));
    app.get("/free").await.refused(404, "not-found");
}

async fn the_owner_of_a_deleted_link_cannot_restore_it((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let body = json!({"url": URL, "slug": "sale", "namespace": "global"});
    let global = ann.link_with(&body).await.number("id");
    let mine = ann.link("promo").await;
    for (link, path) in [(global, "/sale".to_owned()), (mine, ann.path("promo"))] {
        app.get(&path).await.with(307);
        root.delete(&format!("{ALL}{link}")).await.with(204);
        app.get(&path).await.refused(410, "gone");
        let restored = ann
            .ask(Method::POST, &format!("{LINKS}{link}/restore"))
            .await;
        restored.refused(404, "not-found");
        let found = ann.get(&format!("{LINKS}{link}")).await;
        found.refused(404, "not-found");
    }
    assert!(
        ann.slugs(&format!("{LINKS}?state=deleted"))
            .await
            .is_empty()
    );
    ann.post(LINKS, &body).await.refused(409, "slug-taken");
}

async fn a_link_in_the_trash_is_taken_down((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = ann.link("promo").await;
    ann.delete_link(link).await;
    root.delete(&format!("{ALL}{link}")).await.with(204);
    let restored = ann
        .ask(Method::POST, &format!("{LINKS}{link}/restore"))
        .await;
    restored.refused(404, "not-found");
    app.get(&ann.path("promo")).await.refused(410, "gone");
}

async fn a_deleted_link_leaves_nothing_with_its_owner((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let body = json!({"url": URL, "slug": "promo", "tags": ["evil"]});
    let link = ann.link_with(&body).await.number("id");
    ann.link("other").await;
    let collection = ann.collection("Spring").await;
    ann.put_links(collection, &[link]).await.with(200);
    root.delete(&format!("{ALL}{link}")).await.with(204);
    assert_eq!(ann.slugs(LINKS).await, ["other"]);
    assert!(ann.slugs(&format!("{LINKS}?tag=evil")).await.is_empty());
    let members = format!("/api/collections/{collection}/links");
    assert!(ann.slugs(&members).await.is_empty());
    let shown = root.read(&format!("/api/admin/users/{}", ann.id)).await;
    assert_eq!(shown["links"], 1);
    // The account goes with what is left.
    root.delete(&format!("/api/admin/users/{}", ann.id))
        .await
        .with(204);
    app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(app.stored_link(link).await, None);
}
