//! Disabled users.

use chrono::TimeDelta;
use korotko_core::administration::Actor;
use korotko_core::id::UserId;
use korotko_core::job::JobState;
use reqwest::Method;
use serde_json::json;

use crate::support::{ANN, App, Member, PASSWORD, Setup, URL, on_both_databases, until};

on_both_databases!(
    sessions_and_keys_of_a_disabled_user_end,
    the_links_of_a_disabled_user_are_disabled_or_continue,
    a_disabled_user_is_told_only_with_the_right_password,
    an_enabled_user_signs_in_again,
    another_node_refuses_a_disabled_user,
    no_report_of_a_disabled_user_is_mailed,
    a_disabling_says_what_happens_to_the_links,
);

/// The path of a member among the users.
fn of(member: &Member, verb: &str) -> String {
    format!("/api/admin/users/{}/{verb}", member.id)
}

/// Disables Ann by an administrator, who is returned.
async fn disable(app: &App, ann: &Member, links: &str) -> Member {
    let root = app.administrator("root").await;
    let path = of(ann, "disable");
    root.post(&path, &json!({"links": links})).await.with(200);
    root
}

async fn sessions_and_keys_of_a_disabled_user_end((app, ann): (App, Member)) {
    let key = ann.key(&["links:read"]).await.text("key");
    app.get("/api/links/").bearer(&key).await.with(200);
    let reset_token = app.reset_token(ANN).await;
    let root = disable(&app, &ann, "keep").await;
    assert!(!app.is_signed_in(&ann).await);
    let refused = app.get("/api/links/").bearer(&key).await;
    refused.refused(401, "token-invalid");
    let body = json!({"token": reset_token, "new_password": PASSWORD});
    let reset = app.post("/api/users/password-reset/confirm/", &body).await;
    reset.refused(400, "reset-token-invalid");
    assert!(app.is_signed_in(&root).await);
    // They stay ended.
    root.ask(Method::POST, &of(&ann, "enable")).await.with(200);
    assert!(!app.is_signed_in(&ann).await);
    let refused = app.get("/api/links/").bearer(&key).await;
    refused.refused(401, "token-invalid");
}

async fn the_links_of_a_disabled_user_are_disabled_or_continue((app, ann): (App, Member)) {
    let bob = app.member("bob").await;
    bob.link("promo").await;
    let id = ann.link("promo").await;
    let global = json!({"url": URL, "slug": "sale", "namespace": "global"});
    ann.link_with(&global).await;
    let over = json!({"url": URL, "slug": "over", "max_clicks": 1, "fallback_url": "https://example.com/f"});
    ann.link_with(&over).await;
    let paths = [ann.path("promo"), "/sale".to_owned(), ann.path("over")];
    let root = disable(&app, &ann, "keep").await;
    for path in &paths {
        app.get(path).await.with(307);
    }
    let shown = format!("/api/admin/links/{id}");
    assert_eq!(root.read(&shown).await["state"], "live");

    let path = of(&ann, "disable");
    root.post(&path, &json!({"links": "disable"}))
        .await
        .with(200);
    for path in &paths {
        app.get(path).await.refused(410, "link-disabled");
        app.head(path).await.with(410);
    }
    assert_eq!(root.read(&shown).await["state"], "disabled");
    let listed = format!("/api/admin/links/?owner={}", ann.id);
    let states = root.listed(&listed, "state").await;
    assert_eq!(states, ["disabled", "disabled", "disabled"]);
    app.get(&bob.path("promo")).await.with(307);

    root.ask(Method::POST, &of(&ann, "enable")).await.with(200);
    for path in &paths {
        app.get(path).await.with(307);
    }
    assert_eq!(root.read(&shown).await["state"], "live");
}

async fn a_disabled_user_is_told_only_with_the_right_password((app, ann): (App, Member)) {
    disable(&app, &ann, "keep").await;
    let right = app.sign_in(ANN, PASSWORD).await;
    right.refused(403, "account-disabled");
    let wrong = app.sign_in(ANN, "Wrong-passw0rd").await;
    let unknown = app.sign_in("nobody@example.com", PASSWORD).await;
    assert_eq!((wrong.status, &wrong.body), (401, &unknown.body));
    app.register(ANN).await.refused(409, "email-taken");
    // A new password makes no difference.
    let token = app.reset_token(ANN).await;
    let body = json!({"token": token, "new_password": "An0ther-one"});
    let reset = app.post("/api/users/password-reset/confirm/", &body).await;
    reset.with(204);
    let right = app.sign_in(ANN, "An0ther-one").await;
    right.refused(403, "account-disabled");
}

async fn an_enabled_user_signs_in_again((app, ann): (App, Member)) {
    let link = ann.link("promo").await;
    let root = disable(&app, &ann, "disable").await;
    for _ in 0..2 {
        let enabled = root.ask(Method::POST, &of(&ann, "enable")).await.with(200);
        assert!(enabled.json()["disabled_at"].is_null());
    }
    let again = app.session(ANN, PASSWORD).await;
    assert_eq!(again.read("/api/links/").await["items"][0]["id"], link);
    again.key(&["links:read"]).await;
}

async fn another_node_refuses_a_disabled_user(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    ann.link("promo").await;
    let key = ann.key(&["links:read"]).await.text("key");
    let other = setup.start().await;
    let there = ann.at(&other);
    there.get("/api/links/").await.with(200);
    other.get(&ann.path("promo")).await.with(307);
    disable(&app, &ann, "disable").await;
    let refused = other.get("/api/links/").bearer(&key).await;
    refused.refused(401, "token-invalid");
    // Nodes of this test hear no news, and may know the rest for a second.
    other.advance(TimeDelta::seconds(1));
    let refused = there.get("/api/links/").await;
    refused.refused(401, "token-invalid");
    let refused = other.get(&ann.path("promo")).await;
    refused.refused(410, "link-disabled");
}

async fn no_report_of_a_disabled_user_is_mailed((app, ann): (App, Member)) {
    app.sink.stop().await;
    ann.post("/api/reports/", &json!({})).await.with(202);
    disable_by_program(&app, &ann).await;
    app.sink.restart().await;
    app.advance(TimeDelta::hours(1));
    until("the report failed", async || {
        app.korotko.jobs.run_due().await.unwrap();
        app.jobs(&[JobState::Failed]).await.len() == 1
    })
    .await;
    assert_eq!(app.sink.mails().len(), 1, "the registration's alone");
}

async fn disable_by_program(app: &App, member: &Member) {
    let administration = &app.korotko.administration;
    let actor = Actor::CommandLine;
    let id = UserId(member.id);
    let disabled = administration.disable_user(actor, id, false).await;
    disabled.unwrap();
}

async fn a_disabling_says_what_happens_to_the_links((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let path = of(&ann, "disable");
    root.post(&path, &json!({})).await.misshapen(["links"]);
    let wrong = json!({"links": "delete"});
    root.post(&path, &wrong).await.misshapen(["links"]);
    root.ask(Method::POST, &path).await.with(400);
    let body = json!({"links": "keep"});
    let missing = root.post("/api/admin/users/999999/disable", &body).await;
    missing.refused(404, "not-found");
    assert!(app.is_signed_in(&ann).await);
}
