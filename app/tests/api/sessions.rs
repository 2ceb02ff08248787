//! How sessions end.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{ANN, App, Member, PASSWORD, on_both_databases};

on_both_databases!(
    a_password_change_ends_all_sessions,
    a_password_change_requires_the_current_password,
    signing_out_everywhere_ends_all_sessions,
    access_tokens_expire_after_an_hour_and_refresh_tokens_after_a_day,
);

const NEW: &str = "Correct Horse 7";

/// A request of Ann ends both her sessions and no others; she signs in again with this password.
async fn ends_every_session(app: &App, path: &str, body: Value, password: &str) {
    let first = app.member("ann").await;
    let second = app.session(ANN, PASSWORD).await;
    let bob = app.member("bob").await;
    first.post(path, &body).await.with(204);
    assert!(!app.is_signed_in(&first).await);
    assert!(!app.is_signed_in(&second).await);
    assert!(app.is_signed_in(&bob).await);
    let fresh = app.session(ANN, password).await;
    assert!(app.is_signed_in(&fresh).await);
}

async fn a_password_change_ends_all_sessions(app: App) {
    let body = json!({"current_password": PASSWORD, "new_password": NEW});
    ends_every_session(&app, "/api/users/password/", body, NEW).await;
    let old = app.sign_in(ANN, PASSWORD).await;
    old.refused(401, "invalid-credentials");
}

async fn signing_out_everywhere_ends_all_sessions(app: App) {
    let path = "/api/users/signout-everywhere/";
    ends_every_session(&app, path, json!({}), PASSWORD).await;
}

async fn a_password_change_requires_the_current_password((app, ann): (App, Member)) {
    for (current, new, code, field) in [
        ("Wrong-passw0rd", NEW, "wrong-password", "current_password"),
        ("", NEW, "wrong-password", "current_password"),
        (PASSWORD, "Short12", "invalid", "new_password"),
    ] {
        let body = json!({"current_password": current, "new_password": new});
        let refused = ann.post("/api/users/password/", &body);
        let refused = refused.await.refused(422, code);
        refused.names([field]);
    }
    let body = json!({"current_password": PASSWORD, "new_password": NEW});
    let anonymous = app.post("/api/users/password/", &body).await;
    anonymous.refused(401, "token-missing");
    assert!(app.is_signed_in(&ann).await);
    app.sign_in(ANN, PASSWORD).await.with(200);
}

async fn access_tokens_expire_after_an_hour_and_refresh_tokens_after_a_day(
    (app, ann): (App, Member),
) {
    let body = json!({"refresh_token": ann.refresh});
    let me = || ann.get("/api/users/me/");
    let refresh = || app.post("/api/users/refresh/", &body);
    app.advance(TimeDelta::hours(1) - TimeDelta::seconds(1));
    me().await.with(200);
    app.advance(TimeDelta::seconds(1));
    me().await.refused(401, "token-invalid");
    refresh().await.with(200);
    app.advance(TimeDelta::hours(23) - TimeDelta::seconds(1));
    refresh().await.with(200);
    app.advance(TimeDelta::seconds(1));
    refresh().await.refused(401, "token-invalid");
}
