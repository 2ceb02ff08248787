//! API keys: their life, and how they end.

use chrono::TimeDelta;
use korotko_core::ports::Clock;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    ANN, App, LINKS, Member, PASSWORD, Setup, URL, eventually, on_both_databases, until,
};

on_both_databases!(
    a_key_is_shown_once_and_listed_without_its_secret,
    a_key_acts_for_its_owner,
    an_invalid_key_is_refused_with_its_fields,
    a_key_belongs_to_its_owner,
    a_user_can_have_only_so_many_keys,
    a_deleted_expired_or_unknown_key_is_an_invalid_token,
    a_wrong_checksum_is_refused_without_the_database,
    a_key_outlives_sessions_and_a_password_change,
    signing_out_everywhere_deletes_the_keys_if_it_says_so,
    a_password_reset_deletes_all_keys,
    a_key_ends_with_its_account,
    the_last_use_is_recorded_at_most_once_a_minute,
    a_request_succeeds_although_its_use_cannot_be_recorded,
    keys_are_exported_without_their_secrets,
);

const KEYS: &str = "/api/keys/";
const SIGN_OUT: &str = "/api/users/signout-everywhere/";

/// Ann's key for everything.
async fn key(ann: &Member) -> String {
    let scopes = ["links:write", "stats:read", "reports"];
    ann.key(&scopes).await.text("key")
}

/// Whether a key that may read links works.
async fn works(app: &App, key: &str) -> bool {
    let answer = app.get(LINKS).bearer(key).await;
    match answer.status {
        200 => true,
        401 => {
            answer.refused(401, "token-invalid");
            false
        }
        status => panic!("{status}"),
    }
}

async fn a_key_is_shown_once_and_listed_without_its_secret(ann: Member) {
    let body = json!({
        "name": " Extension ", "scopes": ["stats:read", "links:write", "stats:read"],
        "expires_at": "2027-01-31T12:00:00+03:00",
    });
    let created = ann.post(KEYS, &body).await.with(201);
    assert_eq!(created.header("cache-control"), "no-store");
    let path = format!("{KEYS}{}", created.number("id"));
    assert_eq!(created.header("location"), path);
    let secret = created.text("key");
    assert_eq!((secret.len(), &secret[..4]), (53, "kor_"));
    let expected = json!({
        "id": created.number("id"), "name": "Extension", "prefix": &secret[..10],
        "scopes": ["links:write", "stats:read"], "expires_at": "2027-01-31T09:00:00+00:00",
        "last_used_at": null, "created_at": "2026-12-01T00:00:00+00:00",
    });
    let mut shown = created.json();
    shown.as_object_mut().unwrap().remove("key");
    assert_eq!(shown, expected);
    let other = ann.key(&["reports"]).await;
    assert_eq!(other.json()["expires_at"], Value::Null);
    assert_ne!(other.text("key"), secret);
    assert_eq!(ann.read(&path).await, expected);
    let page = ann.read("/api/keys/?limit=1").await;
    assert_eq!(page["items"][0]["id"], other.json()["id"]);
    let names = ann.listed("/api/keys/?limit=1", "name").await;
    assert_eq!(names, ["Key", "Extension"]);
    let next = page["next"].as_str().unwrap();
    ann.get(&format!("{LINKS}?after={next}")).await.with(400);
}

async fn a_key_acts_for_its_owner((app, ann): (App, Member)) {
    let key = ann.key(&["links:write"]).await.text("key");
    let link = json!({"url": URL, "slug": "promo"});
    let created = app.post(LINKS, &link).bearer(&key).await.with(201);
    assert_eq!(created.text("namespace"), "personal");
    let short = json!({"url": URL, "custom_url": "sale"});
    let field = format!("bearer {key}");
    let short = app
        .post("/api/url/", &short)
        .header("Authorization", &field);
    let shared = short.await.with(201).text("share_url");
    assert!(shared.ends_with(&format!("/sale?u={}", ann.id)), "{shared}");
    assert_eq!(ann.slugs(LINKS).await, ["sale", "promo"]);
    let path = format!("{LINKS}{}", created.number("id"));
    app.delete(&path).bearer(&key).await.with(204);
    assert_eq!(ann.slugs(LINKS).await, ["sale"]);
}

async fn an_invalid_key_is_refused_with_its_fields(ann: Member) {
    let body = json!({"name": "", "scopes": [], "expires_at": "2026-12-01T00:00:00Z"});
    let refused = ann.post(KEYS, &body).await;
    refused.invalid(["name", "scopes", "expires_at"]);
    for (body, field) in [
        (json!({"scopes": ["reports"]}), "name"),
        (json!({"name": "a"}), "scopes"),
        (json!({"name": "a", "scopes": ["account"]}), "scopes[0]"),
        (json!({"name": "a", "scopes": "reports"}), "scopes"),
        (
            json!({"name": "a", "scopes": ["reports"], "expires_at": "soon"}),
            "expires_at",
        ),
        (
            json!({"name": "a", "scopes": ["reports"], "key": "kor_mine"}),
            "key",
        ),
    ] {
        ann.post(KEYS, &body).await.with(400).names([field]);
    }
    assert!(ann.listed(KEYS, "id").await.is_empty());
}

async fn a_key_belongs_to_its_owner((app, ann, bob): (App, Member, Member)) {
    let key = ann.key(&["links:read"]).await;
    let path = format!("{KEYS}{}", key.number("id"));
    for missing in [&*path, "/api/keys/999999", "/api/keys/0"] {
        let seen = bob.get(missing).await.refused(404, "not-found").body;
        let deleted = bob.delete(missing).await.refused(404, "not-found").body;
        let nobodys = bob.get("/api/keys/999998").await.body;
        assert_eq!((&*seen, &*deleted), (&*nobodys, &*nobodys));
    }
    bob.get("/api/keys/x").await.with(400).names(["id"]);
    assert!(bob.listed(KEYS, "id").await.is_empty());
    for ask in [app.get(KEYS), app.get(&path), app.delete(&path)] {
        ask.await.refused(401, "token-missing");
    }
    assert!(works(&app, &key.text("key")).await);
}

async fn a_user_can_have_only_so_many_keys(mut setup: Setup) {
    setup.limits.keys_per_user = 2;
    let app = setup.start().await;
    let (ann, bob) = (app.member("ann").await, app.member("bob").await);
    let body = json!({"name": "Key", "scopes": ["reports"]});
    let asks = (0..6).map(|_| ann.post(KEYS, &body));
    let answers = crate::support::at_once(asks).await;
    let (created, refused): (Vec<_>, Vec<_>) =
        answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!(created.len(), 2);
    for answer in refused {
        answer.refused(409, "key-limit-reached");
    }
    bob.key(&["reports"]).await;
    let path = format!("{KEYS}{}", created[0].number("id"));
    ann.delete(&path).await.with(204);
    ann.key(&["reports"]).await;
}

async fn a_deleted_expired_or_unknown_key_is_an_invalid_token(setup: Setup) {
    let nodes = [setup.start().await, setup.start().await];
    let ann = nodes[0].member("ann").await;
    let (deleted, kept) = (ann.key(&["links:read"]).await, key(&ann).await);
    let body = json!({"name": "a", "scopes": ["links:read"], "expires_at": "2026-12-01T00:30:00Z"});
    let expiring = ann.post(KEYS, &body).await.with(201).text("key");
    for app in &nodes {
        for key in [&deleted.text("key"), &kept, &expiring] {
            assert!(works(app, key).await);
        }
    }
    let path = format!("{KEYS}{}", deleted.number("id"));
    ann.delete(&path).await.with(204);
    nodes[0].advance(TimeDelta::minutes(30));
    let unknown = "kor_ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopq7IQX5A";
    for app in &nodes {
        for key in [&*deleted.text("key"), &expiring, unknown] {
            assert!(!works(app, key).await, "{key}");
            let link = json!({"url": URL});
            let refused = app.post("/api/url/", &link).bearer(key).await;
            let refused = refused.refused(401, "token-invalid");
            let challenge = refused.header("www-authenticate");
            assert!(challenge.contains("invalid_token"), "{challenge}");
        }
        assert!(works(app, &kept).await);
    }
    // An expired key is listed until it is deleted.
    assert_eq!(ann.listed(KEYS, "id").await.len(), 2);
}

async fn a_wrong_checksum_is_refused_without_the_database((app, ann): (App, Member)) {
    let key = key(&ann).await;
    let last = if key.ends_with('A') { 'B' } else { 'A' };
    let mistyped = format!("{}{last}", &key[..52]);
    let long = format!("kor_{}", "A".repeat(10_000));
    app.store.switch_off();
    for garbage in [
        &*mistyped,
        "kor_",
        "kor_garbage",
        &key[..52],
        &key[4..],
        &long,
    ] {
        assert!(!works(&app, garbage).await, "{garbage}");
    }
    for path in [LINKS, "/api/users/me/"] {
        let away = app.get(path).bearer(&key).may_be_unavailable().await;
        away.refused(503, "unavailable");
    }
    app.store.switch_on();
    assert!(works(&app, &key).await);
}

async fn a_key_outlives_sessions_and_a_password_change((app, ann): (App, Member)) {
    let key = key(&ann).await;
    app.ask(Method::POST, SIGN_OUT)
        .bearer(&ann.access)
        .await
        .with(204);
    assert!(!app.is_signed_in(&ann).await);
    let ann = app.session(ANN, PASSWORD).await;
    ann.post(SIGN_OUT, &json!({"keys": false})).await.with(204);
    let ann = app.session(ANN, PASSWORD).await;
    let change = json!({"current_password": PASSWORD, "new_password": "Correct Horse 7"});
    ann.post("/api/users/password/", &change).await.with(204);
    assert!(works(&app, &key).await);
}

async fn signing_out_everywhere_deletes_the_keys_if_it_says_so(
    (app, ann, bob): (App, Member, Member),
) {
    let keys = [key(&ann).await, key(&ann).await];
    let bobs = key(&bob).await;
    for (body, field) in [(json!({"keys": 1}), "keys"), (json!({"key": true}), "key")] {
        let refused = ann.post(SIGN_OUT, &body).await;
        refused.with(400).names([field]);
    }
    let form = ann.ask(Method::POST, SIGN_OUT).body("text/plain", "keys");
    form.await.refused(415, "unsupported-media-type");
    assert!(app.is_signed_in(&ann).await && works(&app, &keys[0]).await);
    ann.post(SIGN_OUT, &json!({"keys": true})).await.with(204);
    assert!(!app.is_signed_in(&ann).await);
    for key in keys {
        assert!(!works(&app, &key).await);
    }
    assert!(works(&app, &bobs).await);
    let ann = app.session(ANN, PASSWORD).await;
    assert!(ann.listed(KEYS, "id").await.is_empty());
}

async fn a_password_reset_deletes_all_keys((app, ann, bob): (App, Member, Member)) {
    let (key, bobs) = (key(&ann).await, key(&bob).await);
    let token = app.reset_token(ANN).await;
    assert!(works(&app, &key).await);
    let body = json!({"token": token, "new_password": "Correct Horse 7"});
    let reset = app.post("/api/users/password-reset/confirm/", &body).await;
    reset.with(204);
    assert!(!works(&app, &key).await);
    assert!(works(&app, &bobs).await);
    let ann = app.session(ANN, "Correct Horse 7").await;
    assert!(ann.listed(KEYS, "id").await.is_empty());
}

async fn a_key_ends_with_its_account((app, ann, bob): (App, Member, Member)) {
    let (key, bobs) = (key(&ann).await, key(&bob).await);
    let body = json!({"password": PASSWORD});
    ann.delete("/api/users/me/").json(&body).await.with(204);
    assert!(!works(&app, &key).await);
    app.korotko.jobs.sweep().await.unwrap();
    assert!(!works(&app, &key).await);
    assert!(works(&app, &bobs).await);
}

/// The time at which a key was last used, once it is this.
async fn used(ann: &Member, path: &str, expected: &str) {
    eventually(&format!("a use at {expected}"), async || {
        let key = ann.read(path).await;
        (key["last_used_at"] == expected).then_some(())
    })
    .await;
}

async fn the_last_use_is_recorded_at_most_once_a_minute((app, ann): (App, Member)) {
    let (created, other) = (ann.key(&["links:read"]).await, ann.key(&["reports"]).await);
    let key = created.text("key");
    let path = format!("{KEYS}{}", created.number("id"));
    let asks = (0..8).map(|_| app.get(LINKS).bearer(&key));
    for answer in crate::support::at_once(asks).await {
        answer.with(200);
    }
    used(&ann, &path, "2026-12-01T00:00:00+00:00").await;
    app.advance(TimeDelta::seconds(59));
    assert!(works(&app, &key).await);
    app.advance(TimeDelta::seconds(1));
    // If the use at 59 seconds were recorded, this one would not be.
    assert!(works(&app, &key).await);
    used(&ann, &path, "2026-12-01T00:01:00+00:00").await;
    // A refused use is none.
    app.advance(TimeDelta::minutes(2));
    app.get("/api/reports/").bearer(&key).await.with(403);
    assert_eq!(app.clock.now().timestamp() % 3600, 180);
    used(&ann, &path, "2026-12-01T00:01:00+00:00").await;
    let other = ann.read(&format!("{KEYS}{}", other.number("id"))).await;
    assert_eq!(other["last_used_at"], Value::Null);
}

async fn a_request_succeeds_although_its_use_cannot_be_recorded((app, ann): (App, Member)) {
    let created = ann.key(&["links:read"]).await;
    let (key, id) = (created.text("key"), created.number("id"));
    let path = format!("{KEYS}{id}");
    // A unit holds the row (on SQLite, the only writer), so that no use can be written before the requests are answered.
    let unit = app.store.lock_key(id).await;
    for _ in 0..3 {
        assert!(works(&app, &key).await);
    }
    assert_eq!(ann.read(&path).await["last_used_at"], Value::Null);
    drop(unit);
    until("a use is recorded", async || {
        assert!(works(&app, &key).await);
        !ann.read(&path).await["last_used_at"].is_null()
    })
    .await;
}

async fn keys_are_exported_without_their_secrets(ann: Member) {
    let created = ann.key(&["links:read"]).await;
    let export = ann.get("/api/users/me/export").await.with(200);
    let mut shown = created.json();
    shown.as_object_mut().unwrap().remove("key");
    assert_eq!(export.json()["keys"], json!([shown]));
    assert!(!export.body.contains(&created.text("key")));
}
