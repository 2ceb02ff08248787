//! Requests that another site makes a browser send (cross-site request forgery).

use reqwest::Method;

use super::{Browser, paths_with};
use crate::support::{App, Ask, Member, PUBLIC_URL, on_both_databases};

on_both_databases!(
    a_form_of_another_site_is_refused_by_every_page,
    a_form_is_accepted_only_from_our_origin,
    a_form_without_an_origin_is_accepted_only_without_cookies,
    a_refused_form_changes_nothing,
    cookies_are_ignored_by_the_api,
);

const SITE: &str = "Sec-Fetch-Site";

/// A form as any client sends it, without a word about where it comes from.
fn post(app: &App, path: &str) -> Ask {
    app.ask(Method::POST, path).for_people()
}

async fn a_form_of_another_site_is_refused_by_every_page((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    for path in paths_with(&Method::POST) {
        for site in ["cross-site", "same-site", "Same-Origin", ""] {
            let form = post(&app, &path).header("Cookie", &browser.cookie);
            let refused = form.header(SITE, site).await.with(403);
            let text = "Another site sent this form.";
            assert!(refused.body.contains(text), "{path}: {}", refused.body);
            // Even if nobody is signed in.
            post(&app, &path).header(SITE, site).await.with(403);
        }
    }
    assert!(browser.is_signed_in().await);
}

async fn a_form_is_accepted_only_from_our_origin(app: App) {
    let cookie = ("Cookie", "theme=dark");
    let sent = |fields: &[(&str, &str)]| {
        let form = post(&app, "/preferences").header(cookie.0, cookie.1);
        fields
            .iter()
            .fold(form, |form, (name, value)| form.header(name, value))
    };
    // What a browser says of the site is decisive; what it says of the origin is for older ones.
    for accepted in [
        &[(SITE, "same-origin")] as &[_],
        &[(SITE, "none")],
        &[(SITE, "same-origin"), ("Origin", "null")],
        &[("Origin", PUBLIC_URL)],
    ] {
        sent(accepted).await.with(303);
    }
    for refused in [
        &[(SITE, "cross-site"), ("Origin", PUBLIC_URL)] as &[_],
        &[("Origin", "null")],
        &[("Origin", "")],
        &[("Origin", "https://evil.example")],
        &[("Origin", "http://short.example")],
        &[("Origin", "https://short.example:8443")],
        &[("Origin", "https://short.example.evil.example")],
        &[("Referer", "https://short.example/")],
        &[],
    ] {
        sent(refused).await.with(403);
    }
}

async fn a_form_without_an_origin_is_accepted_only_without_cookies(app: App) {
    // A program that is no browser.
    let body = "url=https%3A%2F%2Fexample.com";
    let form = |app: &App| post(app, "/").body("application/x-www-form-urlencoded", body);
    form(&app).await.with(303);
    for cookie in ["theme=dark", "__Host-korotko=x", "other=1"] {
        form(&app).header("Cookie", cookie).await.with(403);
    }
}

async fn a_refused_form_changes_nothing((app, ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    let link = ann.link("promo").await;
    let delete = format!("/app/links/{link}/delete");
    for (path, body) in [
        (&*delete, ""),
        ("/app/account", "form=settings&language=ru"),
        ("/app/account/sessions", "form=everywhere"),
        ("/app/collections", "name=Spring"),
        ("/signout", ""),
    ] {
        let form = post(&app, path).header("Cookie", &browser.cookie);
        let form = form.body("application/x-www-form-urlencoded", body);
        form.header(SITE, "cross-site").await.with(403);
    }
    app.get(&ann.path("promo")).await.with(307);
    assert_eq!(ann.read("/api/users/me/").await["language"], "en");
    assert!(ann.listed("/api/collections/", "id").await.is_empty());
    assert!(browser.is_signed_in().await);
}

async fn cookies_are_ignored_by_the_api((app, ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    let with_cookie = |ask: Ask| ask.header("Cookie", &browser.cookie);
    for path in ["/api/users/me/", "/api/links/", "/api/keys/"] {
        let refused = with_cookie(app.get(path)).await;
        refused.refused(401, "token-missing");
    }
    // A link that is created with the cookie alone is nobody's.
    let body = serde_json::json!({"url": "https://example.com", "slug": "promo"});
    let created = with_cookie(app.post("/api/links/", &body)).await.with(201);
    assert_eq!(created.text("namespace"), "global");
    assert!(ann.listed("/api/links/", "id").await.is_empty());
    assert_eq!(created.header("set-cookie"), "");
}
