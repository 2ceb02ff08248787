//! Which codes there are, and how long a deleted one is kept.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{Answer, App, Member, PASSWORD, on_both_databases};

on_both_databases!(
    reserved_words_are_refused_in_any_case,
    codes_differ_by_case,
    a_deleted_global_code_is_kept_90_days_for_its_former_owner,
    after_90_days_a_deleted_code_is_free_for_all,
    an_edit_does_not_take_a_kept_code_either,
    a_sweep_leaves_what_is_kept,
);

const LINKS: &str = "/api/links/";
const URL: &str = "https://example.com/a";
const RESERVED: [&str; 16] = [
    "api", "docs", "openapi", "healthz", "readyz", "metrics", "app", "admin", "c", "static",
    "assets", "login", "signup", "robots", "favicon", "users",
];

async fn global(app: &App, member: &Member, slug: &str) -> Answer {
    let body = json!({"url": URL, "slug": slug, "namespace": "global"});
    app.post(LINKS, &body).bearer(&member.access).await
}

/// Makes a global link and deletes it again.
async fn left(app: &App, member: &Member, slug: &str) {
    let created = global(app, member, slug).await.with(201);
    let path = format!("/api/links/{}", created.number("id"));
    app.delete(&path).bearer(&member.access).await.with(204);
}

async fn reserved_words_are_refused_in_any_case(app: App) {
    let ann = app.member("ann").await;
    for word in RESERVED {
        let mut capital = word.to_owned();
        capital[..1].make_ascii_uppercase();
        for code in [word.to_owned(), capital, word.to_uppercase()] {
            let body = json!({"url": URL, "custom_url": code});
            let refused = app.post("/api/url/", &body).await;
            let refused = refused.refused(422, "invalid");
            assert_eq!(refused.fields(), ["custom_url"], "{code}");
            let body = json!({"url": URL, "slug": code});
            let refused = app.post(LINKS, &body).bearer(&ann.access).await;
            let refused = refused.refused(422, "invalid");
            assert_eq!(refused.fields(), ["slug"], "{code}");
        }
    }
    // Only the whole word is reserved.
    let body = json!({"url": URL, "custom_url": "api2"});
    app.post("/api/url/", &body).await.with(201);
}

async fn codes_differ_by_case(app: App) {
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

async fn a_deleted_global_code_is_kept_90_days_for_its_former_owner(app: App) {
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    left(&app, &ann, "promo").await;
    app.get("/promo").await.refused(410, "gone");
    global(&app, &bob, "promo").await.refused(409, "slug-taken");
    let body = json!({"url": URL, "custom_url": "promo"});
    let anonymous = app.post("/api/url/", &body).await;
    anonymous.refused(409, "slug-taken");
    app.get("/promo").await.refused(410, "gone");
    // A personal code is something else.
    let personal = app.post("/api/url/", &body).bearer(&bob.access).await;
    personal.with(201);

    app.advance(TimeDelta::days(90) - TimeDelta::microseconds(1));
    let bob = app.session(&bob.email, PASSWORD).await;
    global(&app, &bob, "promo").await.refused(409, "slug-taken");
    app.get("/promo").await.refused(410, "gone");
    let ann = app.session(&ann.email, PASSWORD).await;
    global(&app, &ann, "promo").await.with(201);
    app.get("/promo").await.with(307);
}

async fn after_90_days_a_deleted_code_is_free_for_all(app: App) {
    let ann = app.member("ann").await;
    left(&app, &ann, "promo").await;
    left(&app, &ann, "other").await;
    app.advance(TimeDelta::days(90));
    app.get("/promo").await.refused(404, "not-found");
    let bob = app.member("bob").await;
    global(&app, &bob, "promo").await.with(201);
    let body = json!({"url": URL, "custom_url": "other"});
    app.post("/api/url/", &body).await.with(201);
    for code in ["/promo", "/other"] {
        app.get(code).await.with(307);
    }
    app.korotko.jobs.sweep().await.unwrap();
    for code in ["/promo", "/other"] {
        app.get(code).await.with(307);
    }
}

async fn an_edit_does_not_take_a_kept_code_either(app: App) {
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    left(&app, &ann, "promo").await;
    for (member, status) in [(&bob, 409), (&ann, 200)] {
        let slug = format!("other{}", member.id);
        let own = global(&app, member, &slug).await.with(201);
        let path = format!("/api/links/{}", own.number("id"));
        let edit = app.patch(&path, &json!({"slug": "promo"}));
        edit.bearer(&member.access).await.with(status);
    }
    app.get("/other2").await.with(307);
    app.get("/promo").await.with(307);
}

async fn a_sweep_leaves_what_is_kept(app: App) {
    let ann = app.member("ann").await;
    left(&app, &ann, "promo").await;
    app.advance(TimeDelta::days(89));
    app.korotko.jobs.sweep().await.unwrap();
    app.get("/promo").await.refused(410, "gone");
    app.advance(TimeDelta::days(1));
    app.korotko.jobs.sweep().await.unwrap();
    app.get("/promo").await.refused(404, "not-found");
}
