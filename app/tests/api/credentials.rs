//! Every operation with every wrong credential: nothing of the owner is shown, and no row of the database changes.

use chrono::TimeDelta;
use korotko_core::administration::Actor;
use korotko_core::id::UserId;
use reqwest::Method;
use serde_json::json;

use crate::key_scopes::{SCOPES, may};
use crate::support::{App, Ask, Member, Operation, PASSWORD, Setup, dump, on_both_databases};

on_both_databases!(no_wrong_credential_shows_or_changes_anything);

/// Texts that only Ann's resources have.
const MARKS: [&str; 3] = ["anns-link", "anns-collection", "ann@example.com"];

/// They accept requests without a credential, too.
const OPEN: [&str; 2] = ["createLink", "shortenUrl"];

/// Where operations are for administrators only.
const ADMINISTRATION: &str = "/api/admin/";

/// The ids of Ann's resources.
struct Owned {
    user: i64,
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
            user: ann.id,
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
            ("/api/admin/users/", self.user),
            ("/api/admin/links/", self.link),
            ("/api/admin/jobs/", 1),
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
        app.example(operation, &self.path(operation))
    }
}

/// Tokens that are not accepted, or no longer, with what they are.
async fn refused_tokens(app: &App) -> Vec<(&'static str, String)> {
    let expired = app.member("ann").await;
    app.advance(TimeDelta::hours(2));
    let gone = app.member("gone").await;
    let deletion = gone.delete("/api/users/me/");
    let deletion = deletion.json(&json!({"password": PASSWORD}));
    deletion.await.with(204);
    let ended = app.member("ended").await;
    let out = ended.post("/api/users/signout-everywhere/", &json!({}));
    out.await.with(204);
    let disabled = app.member("disabled").await;
    let administration = &app.korotko.administration;
    let disabling = administration.disable_user(Actor::CommandLine, UserId(disabled.id), false);
    disabling.await.unwrap();
    // Another process: the news of it arrive within a second.
    app.advance(TimeDelta::seconds(2));
    vec![
        ("a token of a disabled user", disabled.access),
        ("garbage", "garbage".to_owned()),
        ("a garbage key", "kor_garbage".to_owned()),
        ("an expired token", expired.access),
        ("a token of a deleted user", gone.access),
        ("a token of an ended session", ended.access),
    ]
}

/// What is tried, on what.
struct Matrix {
    app: App,
    owned: Owned,
    /// Those that accept a credential.
    operations: Vec<Operation>,
}

impl Matrix {
    async fn is_refused(&self, what: &str, token: &str) {
        for operation in &self.operations {
            let answer = self.owned.ask(&self.app, operation).bearer(token).await;
            assert_eq!(answer.status, 401, "{} with {what}", operation.id);
        }
    }

    async fn strangers_are_refused(&self) {
        let open = |one: &&Operation| OPEN.contains(&&*one.id);
        for operation in self.operations.iter().filter(|one| !open(one)) {
            let answer = self.owned.ask(&self.app, operation).await;
            assert_eq!(answer.status, 401, "{} without a token", operation.id);
        }
    }

    async fn is_limited_to(&self, scope: &str, key: &str) {
        let allowed =
            |one: &&Operation| one.scope.as_ref().is_some_and(|needed| may(scope, needed));
        for operation in self.operations.iter().filter(|one| !allowed(one)) {
            let answer = self.owned.ask(&self.app, operation).bearer(key).await;
            assert_eq!(answer.status, 403, "{} with {scope}", operation.id);
        }
    }

    async fn others_see_nothing(&self, other: &Member) {
        for operation in &self.operations {
            let administers = operation.path.starts_with(ADMINISTRATION);
            let names = operation.path.contains('{');
            let reads = operation.method == Method::GET;
            let expected = match (administers, names) {
                (true, _) => 403,
                (false, true) => 404,
                (false, false) if reads => 200,
                // It changes what the other user has.
                (false, false) => continue,
            };
            let ask = self.owned.ask(&self.app, operation);
            let answer = ask.bearer(&other.access).await;
            assert_eq!(answer.status, expected, "{}", operation.id);
            let shown = MARKS.iter().find(|mark| answer.body.contains(**mark));
            assert_eq!(shown, None, "{}", operation.id);
        }
    }
}

async fn no_wrong_credential_shows_or_changes_anything(setup: Setup) {
    let app = setup.start().await;
    let mut refused = refused_tokens(&app).await;
    let ann = app.session(MARKS[2], PASSWORD).await;
    let bob = app.member("bob").await;
    refused.push(("a refresh token", ann.refresh.clone()));
    let owned = Owned::by(&ann).await;
    let keys = keys(&app, &ann).await;
    app.idle().await;
    let operations = app.operations().into_iter();
    let operations = operations.filter(|one| !one.schemes.is_empty());
    let matrix = Matrix {
        operations: operations.collect(),
        app,
        owned,
    };

    let before = dump(&setup.database_url);
    for (what, token) in &refused {
        matrix.is_refused(what, token).await;
        assert_eq!(dump(&setup.database_url), before, "{what}");
    }
    matrix.strangers_are_refused().await;
    for (scope, key) in &keys {
        matrix.is_limited_to(scope, key).await;
    }
    matrix.others_see_nothing(&bob).await;
    matrix.app.idle().await;
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
