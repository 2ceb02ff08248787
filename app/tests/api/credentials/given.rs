//! Credentials: those that are refused, and API keys.

use chrono::TimeDelta;
use korotko_core::administration::Actor;
use korotko_core::id::UserId;
use serde_json::json;

use crate::key_scopes::SCOPES;
use crate::support::{ANN, App, LINKS, Member, PASSWORD, until};

const KEYS: &str = "/api/keys/";

/// A token or key, with what it is.
pub(super) type Credential = (&'static str, String);

/// Those that are not accepted, or no longer. Ann is registered, and everything issued before this is expired.
pub(super) async fn refused(app: &App) -> Vec<Credential> {
    let mut refused = of_ann(app).await;
    refused.extend(of_former_users(app).await);
    let ann = app.session(ANN, PASSWORD).await;
    refused.extend([
        ("garbage", "garbage".to_owned()),
        ("a garbage key", "kor_garbage".to_owned()),
        ("a refresh token", ann.refresh),
    ]);
    refused
}

async fn of_ann(app: &App) -> Vec<Credential> {
    let ann = app.member("ann").await;
    let deleted = ann.key(&SCOPES).await;
    let path = format!("{KEYS}{}", deleted.number("id"));
    ann.delete(&path).await.with(204);
    let body = json!({"name": "Key", "scopes": SCOPES, "expires_at": "2026-12-01T01:00:00Z"});
    let expired = ann.post(KEYS, &body).await.with(201);
    app.advance(TimeDelta::hours(2));
    vec![
        ("an expired token", ann.access),
        ("a deleted key", deleted.text("key")),
        ("an expired key", expired.text("key")),
    ]
}

async fn of_former_users(app: &App) -> Vec<Credential> {
    let gone = app.member("gone").await;
    let key_of_gone = gone.key(&SCOPES).await.text("key");
    let deletion = gone.delete("/api/users/me/");
    let deletion = deletion.json(&json!({"password": PASSWORD}));
    deletion.await.with(204);
    let ended = app.member("ended").await;
    let out = ended.post("/api/users/signout-everywhere/", &json!({}));
    out.await.with(204);
    let disabled = app.member("disabled").await;
    let key_of_disabled = disabled.key(&SCOPES).await.text("key");
    let administration = &app.korotko.administration;
    let disabling = administration.disable_user(Actor::CommandLine, UserId(disabled.id), false);
    disabling.await.unwrap();
    // Another process: the news of it arrive within a second.
    app.advance(TimeDelta::seconds(2));
    vec![
        ("a token of a disabled user", disabled.access),
        ("a key of a disabled user", key_of_disabled),
        ("a token of a deleted user", gone.access),
        ("a key of a deleted user", key_of_gone),
        ("a token of an ended session", ended.access),
    ]
}

/// A key for each scope.
pub(super) async fn limited_keys(owner: &Member) -> Vec<Credential> {
    let mut keys = Vec::new();
    for scope in SCOPES {
        keys.push((scope, owner.key(&[scope]).await.text("key")));
    }
    keys
}

/// A key for everything. It has been used, which is written only once a minute.
pub(super) async fn used_key(app: &App, owner: &Member) -> String {
    let created = owner.key(&SCOPES).await;
    let key = created.text("key");
    app.get(LINKS).bearer(&key).await.with(200);
    let path = format!("{KEYS}{}", created.number("id"));
    until("the use of the key is recorded", async || {
        !owner.read(&path).await["last_used_at"].is_null()
    })
    .await;
    key
}
