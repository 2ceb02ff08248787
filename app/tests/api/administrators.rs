//! Administrators: who is one, what they see, and what is recorded of what they do.

use chrono::TimeDelta;
use korotko_testkit::Stage;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    ANN, Answer, App, Ask, Member, Operation, PASSWORD, eventually, on_both_databases,
};

on_both_databases!(
    only_administrators_may_administer,
    a_role_begins_and_ends_at_once,
    the_only_administrator_stays,
    two_administrators_cannot_demote_each_other_at_once,
    users_are_listed_and_searched,
    an_address_is_verified_without_a_mail,
    a_user_is_deleted_by_an_administrator,
    every_act_is_in_the_audit_log,
    the_audit_log_has_no_address_of_a_deleted_account,
    old_entries_of_the_audit_log_are_removed,
    failed_jobs_are_seen_and_retried,
);

const USERS: &str = "/api/admin/users/";
const AUDIT_LOG: &str = "/api/admin/audit-log/";

fn user(member: &Member) -> String {
    format!("{USERS}{}", member.id)
}

/// An act without a body on a user.
async fn act(root: &Member, member: &Member, verb: &str) -> Answer {
    let path = format!("{}/{verb}", user(member));
    root.ask(Method::POST, &path).await
}

/// A request for an operation on Bob.
fn ask_about(app: &App, bob: &Member, operation: &Operation) -> Ask {
    let path = operation.path.replace("{id}", &bob.id.to_string());
    app.example(operation, &path)
}

async fn only_administrators_may_administer((app, ann, bob): (App, Member, Member)) {
    let key = ann.key(&["links:write"]).await.text("key");
    let operations = app.operations().into_iter();
    let administering = operations.filter(|one| one.path.starts_with("/api/admin/"));
    let administering: Vec<_> = administering.collect();
    assert_eq!(administering.len(), 22);
    for operation in &administering {
        let documented = operation.has_example(403, "administrator-required");
        assert!(documented, "{}", operation.id);
        let ask = || ask_about(&app, &bob, operation);
        ask().await.refused(401, "token-missing");
        ask().bearer("x").await.refused(401, "token-invalid");
        let refused = ask().bearer(&ann.refresh).await;
        refused.refused(401, "token-invalid");
        let refused = ask().bearer(&ann.access).await;
        refused.refused(403, "administrator-required");
        let refused = ask().bearer(&key).await;
        refused.refused(403, "key-not-accepted");
    }
    assert!(app.is_signed_in(&bob).await);
    // Nor by the key of an administrator.
    app.promote(&ann).await;
    let refused = app.get(USERS).bearer(&key).await;
    refused.refused(403, "key-not-accepted");
    ann.get(USERS).await.with(200);
}

async fn a_role_begins_and_ends_at_once((app, ann, bob): (App, Member, Member)) {
    app.promote(&ann).await;
    bob.get(USERS).await.refused(403, "administrator-required");
    let me = "/api/users/me/";
    assert_eq!(bob.read(me).await["administrator"], false);
    // The token was issued before.
    let promoted = act(&ann, &bob, "promote").await.with(200);
    assert_eq!(promoted.json()["administrator"], true);
    assert_eq!(bob.read(me).await["administrator"], true);
    bob.get(USERS).await.with(200);
    let demoted = act(&bob, &ann, "demote").await.with(200);
    assert_eq!(demoted.json()["administrator"], false);
    ann.get(USERS).await.refused(403, "administrator-required");
    act(&ann, &bob, "demote")
        .await
        .refused(403, "administrator-required");
    assert!(app.is_signed_in(&ann).await);
}

async fn the_only_administrator_stays((app, ann, bob): (App, Member, Member)) {
    app.promote(&ann).await;
    act(&ann, &ann, "demote")
        .await
        .refused(409, "last-administrator");
    let body = json!({"links": "keep"});
    let disabled = ann.post(&format!("{}/disable", user(&ann)), &body).await;
    disabled.refused(409, "last-administrator");
    let deleted = ann.delete(&user(&ann)).await;
    deleted.refused(409, "last-administrator");
    let password = json!({"password": PASSWORD});
    let left = ann.delete("/api/users/me/").json(&password).await;
    left.refused(409, "last-administrator");
    // Somebody who is disabled cannot administer.
    act(&ann, &bob, "promote").await.with(200);
    let disabled = ann.post(&format!("{}/disable", user(&bob)), &body).await;
    disabled.with(200);
    act(&ann, &ann, "demote")
        .await
        .refused(409, "last-administrator");
    act(&ann, &bob, "enable").await.with(200);
    let left = ann.delete("/api/users/me/").json(&password).await;
    left.with(204);
    let refused = app.sign_in(ANN, PASSWORD).await;
    refused.refused(401, "invalid-credentials");
}

async fn two_administrators_cannot_demote_each_other_at_once(
    (app, ann, bob): (App, Member, Member),
) {
    for _ in 0..5 {
        app.promote(&ann).await;
        app.promote(&bob).await;
        let (one, two) = tokio::join!(act(&ann, &bob, "demote"), act(&bob, &ann, "demote"));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses[0], 200, "{one:?} {two:?}");
        assert!([403, 409].contains(&statuses[1]), "{one:?} {two:?}");
        let left = [&ann, &bob].map(|member| async move { member.get(USERS).await.status == 200 });
        let [one, two] = left;
        assert_ne!(one.await, two.await);
    }
}

async fn users_are_listed_and_searched((app, ann, bob): (App, Member, Member)) {
    app.promote(&ann).await;
    app.register("eve@other.example").await.with(201);
    let emails = async |query: &str| {
        ann.listed(&format!("{USERS}?limit=1&{query}"), "email")
            .await
    };
    let all = json!(["eve@other.example", bob.email, ann.email]);
    assert_eq!(json!(emails("").await), all);
    for (query, expected) in [
        ("q=OTHER.exam", json!(["eve@other.example"])),
        ("q=@example.com&administrator=false", json!([bob.email])),
        ("administrator=true", json!([ann.email])),
        ("verified=false", json!(["eve@other.example"])),
        ("disabled=true", json!([])),
        ("q=%25", json!([])),
    ] {
        assert_eq!(json!(emails(query).await), expected, "{query}");
    }
    let long = "a".repeat(201);
    let refused = ann.get(&format!("{USERS}?q={long}")).await;
    refused.invalid(["q"]);
    bob.link("promo").await;
    let shown = ann.read(&user(&bob)).await;
    let expected = json!({
        "id": bob.id, "email": bob.email, "administrator": false, "links": 1,
        "created_at": shown["created_at"], "verified_at": shown["verified_at"],
        "disabled_at": null, "links_disabled": false,
    });
    assert_eq!(shown, expected);
    let missing = ann.get(&format!("{USERS}999999")).await;
    missing.refused(404, "not-found");
}

async fn an_address_is_verified_without_a_mail((app, ann): (App, Member)) {
    app.promote(&ann).await;
    app.register("bob@example.com").await.with(201);
    let refused = app.sign_in("bob@example.com", PASSWORD).await;
    refused.refused(403, "email-not-verified");
    let found = ann.read(&format!("{USERS}?q=bob")).await;
    let path = format!("{USERS}{}/verify", found["items"][0]["id"]);
    for _ in 0..2 {
        let verified = ann.ask(Method::POST, &path).await.with(200);
        assert!(verified.json()["verified_at"].is_string());
    }
    app.sign_in("bob@example.com", PASSWORD).await.with(200);
    assert_eq!(ann.listed(AUDIT_LOG, "action").await.len(), 2);
}

async fn a_user_is_deleted_by_an_administrator((app, ann, bob): (App, Member, Member)) {
    app.promote(&ann).await;
    bob.link("promo").await;
    let key = bob.key(&["links:read"]).await.text("key");
    ann.delete(&user(&bob)).await.with(204);
    ann.delete(&user(&bob)).await.refused(404, "not-found");
    ann.get(&user(&bob)).await.refused(404, "not-found");
    assert!(!app.is_signed_in(&bob).await);
    app.get("/api/links/")
        .bearer(&key)
        .await
        .refused(401, "token-invalid");
    app.get(&bob.path("promo")).await.refused(404, "not-found");
    app.register(&bob.email).await.with(201);
}

/// The actions and details of the audit log, oldest first.
async fn log(root: &Member, query: &str) -> Vec<(Value, Value)> {
    let path = format!("{AUDIT_LOG}?limit=2{query}");
    let actions = root.listed(&path, "action").await;
    let details = root.listed(&path, "details").await;
    actions.into_iter().zip(details).rev().collect()
}

/// Ann, an administrator, does everything to Bob, and deletes his link.
async fn administer(ann: &Member, bob: &Member, link: i64) {
    for verb in ["promote", "demote", "verify"] {
        act(ann, bob, verb).await.with(200);
    }
    for links in ["keep", "disable", "disable"] {
        let path = format!("{}/disable", user(bob));
        let body = json!({"links": links});
        ann.post(&path, &body).await.with(200);
    }
    act(ann, bob, "enable").await.with(200);
    let deletion = ann.delete(&format!("/api/admin/links/{link}"));
    deletion.await.with(204);
    // What is refused or changes nothing is not in the log.
    act(ann, ann, "demote").await.with(409);
    act(ann, bob, "enable").await.with(200);
}

async fn every_act_is_in_the_audit_log((app, ann, bob): (App, Member, Member)) {
    app.promote(&ann).await;
    let link = bob.link("promo").await;
    administer(&ann, &bob, link).await;
    let share_url = format!("{}/promo?u={} of user {}", app.public_url, bob.id, bob.id);
    let expected = [
        ("user.promote", Value::Null),
        ("user.promote", Value::Null),
        ("user.demote", Value::Null),
        ("user.disable", json!("links enabled")),
        ("user.disable", json!("links disabled")),
        ("user.enable", Value::Null),
        ("link.delete", json!(share_url)),
    ];
    let expected = expected.map(|(action, details)| (json!(action), details));
    assert_eq!(log(&ann, "").await, expected);
    let of_bob = log(&ann, &format!("&user={}", bob.id)).await;
    assert_eq!(of_bob, expected[1..6]);
    let newest = ann.read(&format!("{AUDIT_LOG}?limit=2")).await;
    let link_entry = &newest["items"][0];
    let expected = json!({
        "id": link_entry["id"], "created_at": link_entry["created_at"], "actor_id": ann.id,
        "actor_email": ann.email, "action": "link.delete", "subject_kind": "link", "subject_id": link,
        "subject_email": null, "details": share_url,
    });
    assert_eq!(*link_entry, expected);
    assert_eq!(newest["items"][1]["subject_email"], bob.email);
    let by_program = ann.read(&format!("{AUDIT_LOG}?limit=100")).await;
    let first = by_program["items"].as_array().unwrap().last().unwrap();
    assert_eq!(
        (&first["actor_id"], &first["actor_email"]),
        (&Value::Null, &Value::Null)
    );
}

async fn the_audit_log_has_no_address_of_a_deleted_account((app, ann, bob): (App, Member, Member)) {
    app.promote(&ann).await;
    act(&ann, &bob, "promote").await.with(200);
    act(&bob, &bob, "demote").await.with(200);
    ann.delete(&user(&bob)).await.with(204);
    for sweep in [false, true] {
        if sweep {
            app.korotko.jobs.sweep().await.unwrap();
        }
        let log = ann.get(AUDIT_LOG).await.with(200);
        assert!(!log.body.contains(&bob.email), "{}", log.body);
        let items = log.json()["items"].clone();
        assert_eq!(items.as_array().unwrap().len(), 4);
        assert_eq!(items[1]["actor_id"], bob.id);
        assert_eq!(items[1]["subject_id"], bob.id);
        assert_eq!(items[2]["actor_email"], ann.email);
    }
}

async fn old_entries_of_the_audit_log_are_removed((app, ann): (App, Member)) {
    app.promote(&ann).await;
    app.advance(TimeDelta::days(400) - TimeDelta::seconds(1));
    assert_eq!(app.korotko.jobs.sweep().await.unwrap().audit_entries, 0);
    app.advance(TimeDelta::seconds(1));
    app.korotko.jobs.sweep().await.unwrap();
    let root = app.session(ANN, PASSWORD).await;
    assert_eq!(root.listed(AUDIT_LOG, "id").await, [] as [Value; 0]);
}

async fn failed_jobs_are_seen_and_retried((app, ann): (App, Member)) {
    app.promote(&ann).await;
    app.sink.reply_to(Stage::Rcpt, "550 5.1.1 no", 1);
    app.register("bob@example.com").await.with(201);
    let failed = "/api/admin/jobs/?state=failed";
    let job = eventually("a failed job", async || {
        app.korotko.jobs.run_due().await.unwrap();
        let page = ann.read(failed).await;
        page["items"].as_array().unwrap().first().cloned()
    })
    .await;
    assert_eq!(job["kind"], "send-verification");
    assert!(job["last_error"].as_str().unwrap().contains("550"));
    let path = format!("/api/admin/jobs/{}/retry", job["id"]);
    ann.ask(Method::POST, &path).await.with(204);
    app.mail_to("bob@example.com").await;
    app.idle().await;
    ann.ask(Method::POST, &path).await.refused(404, "not-found");
    assert_eq!(ann.listed(failed, "id").await, [] as [Value; 0]);
    let states = ann.listed("/api/admin/jobs/?limit=1", "state").await;
    assert_eq!(states, ["done", "done"]);
    let done = ann.read("/api/admin/jobs/?limit=1").await;
    let next = done["next"].as_str().unwrap();
    ann.get(&format!("{USERS}?after={next}")).await.with(400);
    assert_eq!(
        log(&ann, "").await[1],
        (json!("job.retry"), json!("send-verification"))
    );
}
