//! Every operation with every wrong credential: nothing of the owner is shown, and no row of the database changes.

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::json;

use crate::key_scopes::{SCOPES, may};
use crate::support::{App, Ask, Member, Operation, Setup, dump, on_both_databases};

on_both_databases!(no_wrong_credential_shows_or_changes_anything);

/// Texts that only Ann's resources have.
const MARKS: [&str; 3] = ["anns-link", "anns-collection", "ann@example.com"];

/// They accept requests without a credential, too.
const OPEN: [&str; 2] = ["createLink", "shortenUrl"];

/// The ids of Ann's resources.
struct Owned {
    link: i64,
    collection: i64,
    report: i64,
    schedule: i64,
    key: i64,
}

impl Owned {
    async fn by(ann: &Member) -> Self {
        let link = ann.link("anns-link").await;
        let collection = ann.collection("anns-collection").await;
        ann.put_links(collection, &[link]).await.with(200);
        let report = ann.post("/api/reports/", &json!({})).await.with(202);
        let schedule = json!({"frequency": "daily", "hour": 1});
        let schedule = ann.post("/api/reports/schedules/", &schedule).await;
        Self {
            link,
            collection,
            report: report.number("id"),
            schedule: schedule.with(201).number("id"),
            key: ann.key(&["links:read"]).await.number("id"),
        }
    }

    /// The path of the operation on these resources.
    fn path(&self, operation: &Operation) -> String {
        let path = operation.path.replace("{link_id}", &self.link.to_string());
        let ids = [
            ("/api/links/", self.link),
            ("/api/collections/", self.collection),
            ("/api/reports/schedules/", self.schedule),
            ("/api/reports/", self.report),
            ("/api/keys/", self.key),
        ];
        let id = ids.iter().find(|(prefix, _)| path.starts_with(prefix));
        let path = id.map_or(path.clone(), |(_, id)| {
            path.replace("{id}", &id.to_string())
        });
        assert!(!path.contains('{'), "what is the id of Ann's in {path}?");
        path
    }

    fn ask(&self, app: &App, operation: &Operation) -> Ask {
        let ask = app.ask(operation.method.clone(), &self.path(operation));
        match &operation.example {
            Some(example) => ask.json(example),
            None => ask,
        }
    }
}

/// Tokens that are not accepted, or no longer, with what they are.
async fn refused_tokens(app: &App) -> Vec<(&'static str, String)> {
    let expired = app.member("ann").await;
    app.advance(TimeDelta::hours(2));
    let gone = app.member("gone").await;
    let deletion = gone.delete("/api/users/me/");
    let deletion = deletion.json(&json!({"password": crate::support::PASSWORD}));
    deletion.await.with(204);
    let ended = app.member("ended").await;
    let out = ended.post("/api/users/signout-everywhere/", &json!({}));
    out.await.with(204);
    vec![
        ("garbage", "garbage".to_owned()),
        ("a garbage key", "kor_garbage".to_owned()),
        ("an expired token", expired.access),
        ("a token of a deleted user", gone.access),
        ("a token of an ended session", ended.access),
    ]
}

async fn no_wrong_credential_shows_or_changes_anything(setup: Setup) {
    let app = setup.start().await;
    let mut refused = refused_tokens(&app).await;
    let ann = app.session(MARKS[2], crate::support::PASSWORD).await;
    let bob = app.member("bob").await;
    let owned = Owned::by(&ann).await;
    refused.push(("a refresh token", ann.refresh.clone()));
    let keys = keys(&app, &ann).await;
    app.idle().await;
    let operations = app.operations().into_iter();
    let operations: Vec<_> = operations.filter(|one| !one.schemes.is_empty()).collect();

    let before = dump(&setup.database_url);
    for (what, token) in &refused {
        for operation in &operations {
            let answer = owned.ask(&app, operation).bearer(token).await;
            assert_eq!(answer.status, 401, "{} with {what}", operation.id);
        }
        assert_eq!(dump(&setup.database_url), before, "{what}");
    }
    for operation in operations.iter().filter(|one| !OPEN.contains(&&*one.id)) {
        let answer = owned.ask(&app, operation).await;
        assert_eq!(answer.status, 401, "{} without a token", operation.id);
    }
    for (scope, key) in &keys {
        let needed = |one: &&Operation| one.scope.clone();
        let refusing = |one: &&Operation| needed(one).is_none_or(|needed| !may(scope, &needed));
        for operation in operations.iter().filter(refusing) {
            let answer = owned.ask(&app, operation).bearer(key).await;
            assert_eq!(answer.status, 403, "{} with {scope}", operation.id);
        }
    }
    let theirs = |one: &&Operation| one.path.contains('{');
    for operation in operations.iter().filter(theirs) {
        let answer = owned.ask(&app, operation).bearer(&bob.access).await;
        assert_eq!(answer.status, 404, "{} by another user", operation.id);
    }
    let reading = |one: &&Operation| one.method == Method::GET && !one.path.contains('{');
    for operation in operations.iter().filter(reading) {
        let answer = owned
            .ask(&app, operation)
            .bearer(&bob.access)
            .await
            .with(200);
        let shown = MARKS.iter().find(|mark| answer.body.contains(**mark));
        assert_eq!(shown, None, "{} by another user", operation.id);
    }
    app.idle().await;
    assert_eq!(dump(&setup.database_url), before);
}

/// A key of Ann's for each scope. They have been used, which is written once a minute.
async fn keys(app: &App, ann: &Member) -> Vec<(&'static str, String)> {
    let mut keys = Vec::new();
    for scope in SCOPES {
        let key = ann.key(&[scope]).await.text("key");
        app.get("/api/users/me/").bearer(&key).await.with(403);
        keys.push((scope, key));
    }
    keys
}
