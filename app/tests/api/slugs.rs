//! Slugs, and how long deleted ones are reserved.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use korotko_web::Pages;
use serde_json::json;

use crate::support::{Answer, App, LINKS, Member, PASSWORD, URL, on_both_databases};

on_both_databases!(
    reserved_words_are_refused_in_any_case_and_with_hyphens,
    the_paths_of_pages_are_reserved,
    slugs_are_case_sensitive,
    a_deleted_global_slug_is_reserved_for_its_former_owner_for_90_days,
    a_deleted_slug_is_free_after_90_days_even_before_a_sweep,
    an_edit_to_a_reserved_slug_is_refused,
);

const RESERVED: [&str; 16] = [
    "api", "docs", "openapi", "healthz", "readyz", "metrics", "app", "admin", "c", "static",
    "assets", "login", "signup", "robots", "favicon", "users",
];

async fn global(member: &Member, slug: &str) -> Answer {
    let body = json!({"url": URL, "slug": slug, "namespace": "global"});
    member.post(LINKS, &body).await
}

/// Creates and deletes a global link.
async fn left(member: &Member, slug: &str) {
    let created = global(member, slug).await.with(201);
    member.delete_link(created.number("id")).await;
}

/// A word in other cases, and with `-` and `_` in other places.
fn spellings(word: &str) -> [String; 5] {
    let mut capital = word.to_owned();
    capital[..1].make_ascii_uppercase();
    let letters: Vec<String> = word.chars().map(String::from).collect();
    [
        word.to_owned(),
        capital,
        word.to_uppercase(),
        format!("-{}_", letters.join("-")),
        letters.join("_"),
    ]
}

async fn reserved_words_are_refused_in_any_case_and_with_hyphens((app, ann): (App, Member)) {
    for slug in RESERVED.into_iter().flat_map(spellings) {
        let body = json!({"url": URL, "custom_url": slug});
        app.post("/api/url/", &body).await.invalid(["custom_url"]);
        let body = json!({"url": URL, "slug": slug});
        ann.post(LINKS, &body).await.invalid(["slug"]);
    }
    // Only the complete word is reserved.
    let body = json!({"url": URL, "custom_url": "api2"});
    app.post("/api/url/", &body).await.with(201);
}

async fn the_paths_of_pages_are_reserved(app: App) {
    let words = Pages::paths().filter_map(|(path, _)| path.split('/').nth(1));
    // A slug has no dot.
    let words = words.filter(|word| !word.is_empty() && !word.contains('.'));
    let words: BTreeSet<&str> = words.collect();
    assert!(words.contains("app") && words.contains("signin"));
    for slug in words.into_iter().flat_map(spellings) {
        let body = json!({"url": URL, "custom_url": slug});
        app.post("/api/url/", &body).await.invalid(["custom_url"]);
    }
}

async fn slugs_are_case_sensitive(app: App) {
    for code in ["promo", "Promo", "PROMO"] {
        let url = format!("https://example.com/{code}");
        let body = json!({"url": url, "custom_url": code});
        app.post("/api/url/", &body).await.with(201);
    }
    for code in ["promo", "Promo", "PROMO"] {
        let followed = app.get(&format!("/{code}")).await.with(307);
        let expected = format!("https://example.com/{code}");
        assert_eq!(followed.header("location"), expected);
    }
    app.get("/pROMO").await.with(404);
}

async fn a_deleted_global_slug_is_reserved_for_its_former_owner_for_90_days(app: App) {
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    left(&ann, "promo").await;
    app.get("/promo").await.refused(410, "gone");
    global(&bob, "promo").await.refused(409, "slug-taken");
    let body = json!({"url": URL, "custom_url": "promo"});
    let anonymous = app.post("/api/url/", &body).await;
    anonymous.refused(409, "slug-taken");
    app.get("/promo").await.refused(410, "gone");
    // Personal slugs are independent.
    bob.post("/api/url/", &body).await.with(201);

    app.advance(TimeDelta::days(90) - TimeDelta::microseconds(1));
    let bob = app.session(&bob.email, PASSWORD).await;
    global(&bob, "promo").await.refused(409, "slug-taken");
    app.get("/promo").await.refused(410, "gone");
    let ann = app.session(&ann.email, PASSWORD).await;
    global(&ann, "promo").await.with(201);
    app.get("/promo").await.with(307);
}

async fn a_deleted_slug_is_free_after_90_days_even_before_a_sweep((app, ann): (App, Member)) {
    for slug in ["promo", "other", "third"] {
        left(&ann, slug).await;
    }
    app.advance(TimeDelta::days(89));
    app.korotko.jobs.sweep().await.unwrap();
    app.get("/promo").await.refused(410, "gone");
    app.advance(TimeDelta::days(1));
    app.get("/promo").await.refused(404, "not-found");
    let bob = app.member("bob").await;
    global(&bob, "promo").await.with(201);
    let body = json!({"url": URL, "custom_url": "other"});
    app.post("/api/url/", &body).await.with(201);
    for code in ["/promo", "/other"] {
        app.get(code).await.with(307);
    }
    app.korotko.jobs.sweep().await.unwrap();
    for code in ["/promo", "/other"] {
        app.get(code).await.with(307);
    }
    app.get("/third").await.refused(404, "not-found");
}

async fn an_edit_to_a_reserved_slug_is_refused((app, ann, bob): (App, Member, Member)) {
    left(&ann, "promo").await;
    for (member, status) in [(&bob, 409), (&ann, 200)] {
        let slug = format!("other{}", member.id);
        let own = global(member, &slug).await.with(201);
        let path = format!("/api/links/{}", own.number("id"));
        let edit = json!({"slug": "promo"});
        member.patch(&path, &edit).await.with(status);
    }
    app.get("/other2").await.with(307);
    app.get("/promo").await.with(307);
}
