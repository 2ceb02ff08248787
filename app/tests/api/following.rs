//! Following short links.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{App, LINKS, Member, URL, on_both_databases};

on_both_databases!(
    a_link_redirects_with_its_status_and_target,
    a_head_request_gets_the_same_redirect,
    a_link_expires_at_the_exact_time,
    an_expires_at_in_the_past_is_refused,
    an_invalid_u_is_not_found,
    an_invalid_slug_is_not_found,
    the_root_is_the_home_page_and_the_documentation_is_beside_it,
);

async fn a_link_redirects_with_its_status_and_target((app, ann): (App, Member)) {
    for (status, cache, robots) in [
        (301, "private, max-age=300", ""),
        (302, "private, no-store", "noindex"),
        (307, "private, no-store", "noindex"),
        (308, "private, max-age=300", ""),
    ] {
        let body = json!({"url": URL, "redirect_status": status});
        let created = ann.post(LINKS, &body).await.with(201);
        let share = app.path_of(&created.text("share_url"));
        for path in [share.clone(), format!("/api/url{share}")] {
            let followed = app.get(&path).await.with(status);
            assert_eq!(followed.header("location"), URL);
            assert_eq!(followed.header("cache-control"), cache);
            assert_eq!(followed.body, "");
            let looked = app.head(&path).await.with(status);
            for answer in [followed, looked] {
                assert_eq!(answer.header("x-robots-tag"), robots);
                let policy = answer.headers.get("referrer-policy");
                assert!(
                    policy.is_none(),
                    "the target never sees the referrer: {answer:?}"
                );
            }
        }
    }
}

async fn a_head_request_gets_the_same_redirect(app: App) {
    let body = json!({"url": URL, "custom_url": "promo"});
    app.post("/api/url/", &body).await.with(201);
    for path in ["/promo", "/api/url/promo/"] {
        let looked = app.head(path).await.with(307);
        assert_eq!(looked.header("location"), URL);
        assert_eq!(looked.header("cache-control"), "private, no-store");
    }
    app.head("/nothing").await.with(404);
}

async fn a_link_expires_at_the_exact_time(app: App) {
    let body = json!({"url": URL, "expires_at": "2026-12-01T01:00:00.000001999Z"});
    let created = app.post(LINKS, &body).await.with(201);
    assert_eq!(
        created.text("expires_at"),
        "2026-12-01T01:00:00.000001+00:00"
    );
    let share = app.path_of(&created.text("share_url"));
    app.advance(TimeDelta::hours(1));
    app.get(&share).await.with(307);
    app.advance(TimeDelta::microseconds(1));
    app.get(&share).await.refused(410, "gone");
    app.head(&share).await.with(410);
    // The slug stays taken as long as the link exists.
    let slug = created.text("slug");
    let body = json!({"url": URL, "slug": slug});
    let taken = app.post(LINKS, &body).await;
    taken.refused(409, "slug-taken");
}

async fn an_expires_at_in_the_past_is_refused(app: App) {
    for end in [
        "2026-12-01T00:00:00Z",
        "2026-12-01T02:59:59+03:00",
        "1970-01-01T00:00:00Z",
    ] {
        let body = json!({"url": URL, "expires_at": end});
        app.post(LINKS, &body).await.invalid(["expires_at"]);
    }
    for end in [
        "tomorrow",
        "2026-12-02",
        "2026-13-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "",
    ] {
        let body = json!({"url": URL, "expires_at": end});
        app.post(LINKS, &body).await.misshapen(["expires_at"]);
    }
    let body = json!({"url": URL, "expires_at": "9999-12-31T23:59:59Z"});
    let created = app.post(LINKS, &body).await.with(201);
    let share = app.path_of(&created.text("share_url"));
    app.get(&share).await.with(307);
}

/// Invalid values of `u`.
const NO_INTEGERS: [&str; 18] = [
    "u=0",
    "u=-1",
    "u=01",
    "u=+1",
    "u=%2B1",
    "u=1%20",
    "u=1.0",
    "u=0x1",
    "u=%D9%A1",
    "u=abc",
    "u=1&u=2",
    "u=1&u=1",
    "u=",
    "u",
    "u=%00",
    "u=%FF",
    "u=9223372036854775808",
    "u=99999999999999999999",
];

async fn an_invalid_u_is_not_found((app, ann): (App, Member)) {
    assert_eq!(ann.id, 1);
    for namespace in ["personal", "global"] {
        let body = json!({"url": URL, "slug": "promo", "namespace": namespace});
        ann.post(LINKS, &body).await.with(201);
    }
    for u in NO_INTEGERS {
        for path in ["/promo", "/api/url/promo"] {
            let followed = app.get(&format!("{path}?{u}")).await;
            assert_eq!(followed.refused(404, "not-found").code(), "not-found");
            app.head(&format!("{path}?{u}")).await.with(404);
        }
    }
    for valid in [
        "u=1",
        "u=1&v=2",
        "utm=x&u=1",
        "u=%31",
        "U=2&u=1",
        "U=1",
        "v=u=0",
    ] {
        app.get(&format!("/promo?{valid}")).await.with(307);
    }
}

async fn an_invalid_slug_is_not_found(app: App) {
    for slug in [
        "nothing",
        "a%20b",
        "%00",
        "%FF",
        "a%2Fb",
        "..%2F..%2Fetc",
        "%D0%BF%D1%80%D0%BE",
        "users",
        "Admin",
        "c",
        "%F0%9F%90%B4",
        "a'--",
        "%25",
    ] {
        for path in [format!("/{slug}"), format!("/api/url/{slug}")] {
            app.get(&path).await.refused(404, "not-found");
        }
    }
}

async fn the_root_is_the_home_page_and_the_documentation_is_beside_it(app: App) {
    // Whatever the client accepts: there is nothing else at the root.
    for accepted in ["text/html", "application/json", "*/*"] {
        let home = app.get("/").header("Accept", accepted).await.with(200);
        assert_eq!(home.header("content-type"), "text/html; charset=utf-8");
        assert!(home.body.contains("<a href=\"/docs\">"), "{}", home.body);
    }
    let docs = app.get("/docs").await.with(200);
    assert_eq!(docs.header("content-type"), "text/html; charset=utf-8");
    app.get("/docs/").await.with(200);
    app.get("/openapi.json").await.with(200);
}
