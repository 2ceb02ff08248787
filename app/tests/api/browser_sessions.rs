//! Sessions of browsers: their life, and how they end. Pages start them, so here the use case does.

use chrono::TimeDelta;
use korotko_core::fault::Fault;
use korotko_core::session::SignedIn;
use korotko_core::user::ChangePassword;
use serde_json::{Value, json};

use crate::support::{ANN, App, Member, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    sessions_are_listed_newest_first_without_their_secrets,
    a_session_that_is_ended_is_refused_by_every_node_at_once,
    a_session_belongs_to_its_user,
    signing_in_again_in_a_browser_ends_its_older_session,
    signing_out_in_a_browser_ends_its_session_alone,
    sessions_end_with_all_others,
    a_password_change_in_a_browser_renews_its_session_and_ends_all_others,
    a_session_ends_with_its_account,
    an_unused_session_expires_after_fourteen_days,
    a_session_expires_after_ninety_days_however_often_it_is_used,
    a_user_has_at_most_a_hundred_sessions,
    sessions_are_exported_without_their_secrets,
);

const SESSIONS: &str = "/api/sessions/";
const NEW: &str = "Correct Horse 7";

/// Whether a browser is signed in.
async fn works(app: &App, browser: &SignedIn) -> bool {
    let secret = browser.secret.expose();
    let found = app.korotko.sessions.authenticate(secret).await;
    match found {
        Ok(owner) => {
            assert_eq!(owner.session.id, browser.session.id);
            true
        }
        Err(error) => {
            assert_eq!(error.code(), "token-invalid");
            false
        }
    }
}

fn path(browser: &SignedIn) -> String {
    format!("{SESSIONS}{}", browser.session.id)
}

async fn sessions_are_listed_newest_first_without_their_secrets((app, ann): (App, Member)) {
    // The session of the tokens is not among them.
    assert!(ann.listed(SESSIONS, "id").await.is_empty());
    let first = app.browser(ANN, "Firefox, Windows").await;
    app.advance(TimeDelta::minutes(1));
    let second = app.browser(ANN, &"x".repeat(101)).await;
    let listed = ann.get(SESSIONS).await.with(200);
    for browser in [&first, &second] {
        assert!(!listed.body.contains(browser.secret.expose()));
    }
    let listed = listed.json();
    let expected = json!({
        "id": first.session.id.0, "agent": "Firefox, Windows",
        "created_at": "2026-12-01T00:00:00+00:00", "last_seen_at": "2026-12-01T00:00:00+00:00",
        "expires_at": "2026-12-15T00:00:00+00:00",
    });
    assert_eq!(listed["items"][1], expected);
    assert_eq!(listed["items"][0]["agent"], "x".repeat(100));
    assert_eq!(listed["next"], Value::Null);
    let page = ann.read("/api/sessions/?limit=1").await;
    let next = page["next"].as_str().unwrap();
    ann.get(&format!("/api/keys/?after={next}")).await.with(400);
    let ids = ann.listed("/api/sessions/?limit=1", "id").await;
    assert_eq!(ids, [second.session.id.0, first.session.id.0]);
}

async fn a_session_that_is_ended_is_refused_by_every_node_at_once(setup: Setup) {
    let nodes = [setup.start().await, setup.start().await];
    let ann = nodes[0].member("ann").await;
    let [ended, kept] = [
        nodes[0].browser(ANN, "Firefox").await,
        nodes[1].browser(ANN, "Safari").await,
    ];
    for app in &nodes {
        assert!(works(app, &ended).await && works(app, &kept).await);
    }
    ann.delete(&path(&ended)).await.with(204);
    for app in &nodes {
        assert!(!works(app, &ended).await && works(app, &kept).await);
        let again = ann.at(app).delete(&path(&ended)).await;
        again.refused(404, "not-found");
    }
    assert_eq!(ann.listed(SESSIONS, "agent").await, ["Safari"]);
}

async fn a_session_belongs_to_its_user((app, ann, bob): (App, Member, Member)) {
    let browser = app.browser(ANN, "Firefox").await;
    let nobodys = bob.delete("/api/sessions/999998").await.body;
    for missing in [&*path(&browser), "/api/sessions/999999", "/api/sessions/0"] {
        let refused = bob.delete(missing).await.refused(404, "not-found");
        assert_eq!(refused.body, nobodys);
    }
    bob.delete("/api/sessions/x").await.with(400).names(["id"]);
    assert!(bob.listed(SESSIONS, "id").await.is_empty());
    for ask in [app.get(SESSIONS), app.delete(&path(&browser))] {
        ask.await.refused(401, "token-missing");
    }
    let key = ann.key(&["links:write", "stats:read", "reports"]).await;
    for ask in [app.get(SESSIONS), app.delete(&path(&browser))] {
        let refused = ask.bearer(&key.text("key")).await;
        refused.refused(403, "key-not-accepted");
    }
    // The secret of a session is for browsers alone.
    let secret = app.get(SESSIONS).bearer(browser.secret.expose()).await;
    secret.refused(401, "token-invalid");
    assert!(works(&app, &browser).await);
}

async fn signing_in_again_in_a_browser_ends_its_older_session((app, ann): (App, Member)) {
    let older = app.browser(ANN, "Firefox").await;
    let other = app.browser(ANN, "Safari").await;
    let previous = Some(older.secret.expose());
    let sessions = &app.korotko.sessions;
    let wrong = sessions.sign_in(ANN, "Wrong-passw0rd", None, "Firefox", previous);
    wrong.await.unwrap_err();
    assert!(works(&app, &older).await);
    let signed_in = sessions.sign_in(ANN, PASSWORD, None, "Firefox", previous);
    let newer = signed_in.await.unwrap();
    assert_ne!(newer.secret.expose(), older.secret.expose());
    assert!(!works(&app, &older).await);
    assert!(works(&app, &newer).await && works(&app, &other).await);
    let ids = ann.listed(SESSIONS, "id").await;
    assert_eq!(ids, [newer.session.id.0, other.session.id.0]);
}

async fn signing_out_in_a_browser_ends_its_session_alone((app, ann): (App, Member)) {
    let [out, other] = [app.browser(ANN, "").await, app.browser(ANN, "").await];
    for _ in 0..2 {
        let secret = out.secret.expose();
        app.korotko.sessions.sign_out(secret).await.unwrap();
        assert!(!works(&app, &out).await && works(&app, &other).await);
    }
    assert!(app.is_signed_in(&ann).await);
    assert_eq!(ann.listed(SESSIONS, "id").await, [other.session.id.0]);
}

async fn sessions_end_with_all_others((app, ann, bob): (App, Member, Member)) {
    let bobs = app.browser(&bob.email, "").await;
    let token = app.reset_token(ANN).await;
    let reset = json!({"token": token, "new_password": PASSWORD});
    let change = json!({"current_password": PASSWORD, "new_password": PASSWORD});
    for (end, body) in [
        ("/api/users/password-reset/confirm/", reset),
        ("/api/users/signout-everywhere/", json!({})),
        ("/api/users/password/", change),
    ] {
        let browser = app.browser(ANN, "").await;
        let ann = app.session(ANN, PASSWORD).await;
        let ask = if body["token"].is_null() {
            ann.post(end, &body)
        } else {
            app.post(end, &body)
        };
        ask.await.with(204);
        assert!(!works(&app, &browser).await, "{end}");
        let ann = app.session(ANN, PASSWORD).await;
        assert!(ann.listed(SESSIONS, "id").await.is_empty(), "{end}");
        let again = ann.delete(&path(&browser)).await;
        again.refused(404, "not-found");
    }
    assert!(!app.is_signed_in(&ann).await);
    assert!(works(&app, &bobs).await);
}

async fn a_password_change_in_a_browser_renews_its_session_and_ends_all_others(
    (app, ann): (App, Member),
) {
    let here = app.browser(ANN, "Firefox").await;
    let elsewhere = app.browser(ANN, "Safari").await;
    let sessions = &app.korotko.sessions;
    let owner = sessions.authenticate(here.secret.expose()).await.unwrap();
    let change = ChangePassword {
        current_password: PASSWORD.to_owned(),
        new_password: NEW.to_owned(),
    };
    let renewed = sessions.change_password(&owner, change).await.unwrap();
    assert!(works(&app, &renewed).await);
    for browser in [&here, &elsewhere] {
        assert!(!works(&app, browser).await);
    }
    assert!(!app.is_signed_in(&ann).await);
    let ann = app.session(ANN, NEW).await;
    assert_eq!(ann.listed(SESSIONS, "agent").await, ["Firefox"]);
}

async fn a_session_ends_with_its_account((app, ann, bob): (App, Member, Member)) {
    let anns = app.browser(ANN, "").await;
    let bobs = app.browser(&bob.email, "").await;
    let body = json!({"password": PASSWORD});
    ann.delete("/api/users/me/").json(&body).await.with(204);
    assert!(!works(&app, &anns).await);
    app.korotko.jobs.sweep().await.unwrap();
    assert!(!works(&app, &anns).await);
    assert!(works(&app, &bobs).await);
}

async fn an_unused_session_expires_after_fourteen_days((app, _): (App, Member)) {
    let browser = app.browser(ANN, "").await;
    let just = TimeDelta::microseconds(1);
    app.advance(TimeDelta::days(14) - just);
    assert!(works(&app, &browser).await);
    let ann = app.session(ANN, PASSWORD).await;
    assert_eq!(ann.listed(SESSIONS, "id").await.len(), 1);
    app.advance(just);
    assert!(!works(&app, &browser).await);
    assert!(ann.listed(SESSIONS, "id").await.is_empty());
    let again = ann.delete(&path(&browser)).await;
    again.refused(404, "not-found");
    let swept = app.korotko.jobs.sweep().await.unwrap();
    // The worker may have been first.
    assert!(swept.idle_sessions <= 1);
    let swept = app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(swept.idle_sessions, 0);
}

async fn a_session_expires_after_ninety_days_however_often_it_is_used((app, _): (App, Member)) {
    let browser = app.browser(ANN, "").await;
    let sessions = &app.korotko.sessions;
    for _ in 0..6 {
        app.advance(TimeDelta::days(13));
        let found = sessions.authenticate(browser.secret.expose()).await;
        let owner = found.unwrap();
        let due = sessions.use_to_record(&owner.session).unwrap();
        due.record().await.unwrap();
    }
    let just = TimeDelta::microseconds(1);
    app.advance(TimeDelta::days(12) - just);
    assert!(works(&app, &browser).await);
    app.advance(just);
    assert!(!works(&app, &browser).await);
}

async fn a_user_has_at_most_a_hundred_sessions((app, ann): (App, Member)) {
    let first = app.browser(ANN, "").await;
    let second = app.browser(ANN, "").await;
    for _ in 2..100 {
        app.browser(ANN, "").await;
    }
    assert!(works(&app, &first).await);
    let last = app.browser(ANN, "").await;
    assert!(!works(&app, &first).await);
    assert!(works(&app, &second).await && works(&app, &last).await);
    assert_eq!(ann.listed(SESSIONS, "id").await.len(), 100);
}

async fn sessions_are_exported_without_their_secrets((app, ann): (App, Member)) {
    let browser = app.browser(ANN, "Firefox").await;
    let listed = ann.read(SESSIONS).await;
    let export = ann.get("/api/users/me/export").await.with(200);
    assert_eq!(export.json()["sessions"], listed["items"]);
    assert!(!export.body.contains(browser.secret.expose()));
}
