//! `POST /api/url/`, and following its links.

use serde_json::json;

use crate::support::{App, Member, PUBLIC_URL, Setup, on_both_databases};

on_both_databases!(
    an_anonymous_url_is_shortened_in_the_global_namespace,
    a_members_url_is_shortened_in_their_namespace,
    generated_slugs_are_seven_letters_and_digits,
    without_a_public_url_links_use_the_listen_address,
);

const URL: &str = "https://example.com/a?b=c#d";

async fn an_anonymous_url_is_shortened_in_the_global_namespace(app: App) {
    let body = json!({"url": URL, "custom_url": "promo"});
    let created = app.post("/api/url/", &body).await.with(201);
    let share_url = format!("{PUBLIC_URL}/promo");
    let expected = json!({"url": URL, "custom_url": "promo", "share_url": share_url});
    assert_eq!(created.json(), expected);
    assert_eq!(created.header("location"), share_url);
    for path in ["/promo", "/promo/", "/api/url/promo", "/api/url/promo/"] {
        let followed = app.get(path).await.with(307);
        assert_eq!(followed.header("location"), URL);
    }
    let taken = app.post("/api/url/", &body).await;
    taken.refused(409, "slug-taken");
}

async fn a_members_url_is_shortened_in_their_namespace((app, ann): (App, Member)) {
    let body = json!({"url": URL, "custom_url": "promo"});
    let created = ann.post("/api/url/", &body).await;
    let created = created.with(201);
    let share_url = format!("{PUBLIC_URL}/promo?u={}", ann.id);
    assert_eq!(created.text("share_url"), share_url);
    assert_eq!(created.header("location"), share_url);
    for path in ["", "/api/url"] {
        let own = format!("{path}/promo?u={}", ann.id);
        let followed = app.get(&own).await.with(307);
        assert_eq!(followed.header("location"), URL);
        app.get(&format!("{path}/promo")).await.with(404);
    }
    // The global slug is still free.
    app.post("/api/url/", &body).await.with(201);
}

async fn generated_slugs_are_seven_letters_and_digits(app: App) {
    let mut codes = Vec::new();
    for body in [json!({"url": URL}), json!({"url": URL, "custom_url": null})] {
        let created = app.post("/api/url/", &body).await.with(201);
        let code = created.text("custom_url");
        let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(code.len() == 7 && plain, "{code}");
        app.get(&format!("/{code}")).await.with(307);
        codes.push(code);
    }
    codes.dedup();
    assert_eq!(codes.len(), 2);
    // An invalid slug is named as in the request.
    let body = json!({"url": "nowhere", "custom_url": "a b"});
    let refused = app.post("/api/url/", &body).await;
    refused.invalid(["url", "custom_url"]);
}

async fn without_a_public_url_links_use_the_listen_address(mut setup: Setup) {
    setup.public_url = None;
    let app = setup.start().await;
    let share_url = app.post("/api/url/", &json!({"url": URL})).await;
    let share_url = share_url.with(201).text("share_url");
    let own = format!("http://localhost:{}/", app.address.port());
    assert!(share_url.starts_with(&own), "{share_url}");
    app.get(&app.path_of(&share_url)).await.with(307);
}
