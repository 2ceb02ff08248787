//! Password resets.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{ANN, Answer, App, Member, PASSWORD, at_once, on_both_databases};

on_both_databases!(
    a_reset_token_works_once,
    of_two_concurrent_resets_one_succeeds,
    a_reset_token_expires_after_an_hour,
    a_reset_verifies_the_address_and_a_weak_password_keeps_the_token_valid,
    a_reset_token_is_no_access_token_and_ends_with_all_sessions,
);

const NEW: &str = "Correct Horse 7";
const CONFIRM: &str = "/api/users/password-reset/confirm/";
const ME: &str = "/api/users/me/";

async fn reset(app: &App, token: &str, password: &str) -> Answer {
    let body = json!({"token": token, "new_password": password});
    app.post(CONFIRM, &body).await
}

async fn a_reset_token_works_once((app, ann): (App, Member)) {
    let token = app.reset_token(ANN).await;
    assert!(app.is_signed_in(&ann).await, "asking alone changes nothing");
    let mail = app.mails_to(ANN, 2).await.pop().unwrap();
    assert_eq!(mail.subject(), "Reset your password");
    assert_eq!(app.link_in(&mail), format!("/reset/{token}"));
    assert!(mail.html().contains(&token));

    reset(&app, &token, NEW).await.with(204);
    assert!(!app.is_signed_in(&ann).await);
    let again = reset(&app, &token, "An0ther-one").await;
    again.refused(400, "reset-token-invalid");
    app.sign_in(ANN, PASSWORD).await.with(401);
    app.sign_in(ANN, NEW).await.with(200);
}

async fn of_two_concurrent_resets_one_succeeds(app: App) {
    app.verified(ANN, PASSWORD).await;
    let token = app.reset_token(ANN).await;
    let passwords = [0, 1, 2, 3, 4, 5, 6, 7].map(|number| format!("Correct Horse {number}"));
    let asks = passwords.iter().map(|password| {
        let body = json!({"token": token, "new_password": password});
        app.post(CONFIRM, &body)
    });
    let mut good = Vec::new();
    for (answer, password) in at_once(asks).await.into_iter().zip(passwords) {
        match answer.status {
            204 => good.push(password),
            _ => drop(answer.refused(400, "reset-token-invalid")),
        }
    }
    assert_eq!(good.len(), 1);
    app.sign_in(ANN, &good[0]).await.with(200);
}

async fn a_reset_token_expires_after_an_hour(app: App) {
    app.verified(ANN, PASSWORD).await;
    let late = app.reset_token(ANN).await;
    app.advance(TimeDelta::seconds(1));
    let good = app.reset_token(ANN).await;
    app.advance(TimeDelta::hours(1) - TimeDelta::seconds(1));
    let refused = reset(&app, &late, NEW).await;
    refused.refused(400, "reset-token-invalid");
    reset(&app, &good, NEW).await.with(204);
}

async fn a_reset_verifies_the_address_and_a_weak_password_keeps_the_token_valid(app: App) {
    app.register(ANN).await.with(201);
    app.mail_to(ANN).await;
    let token = app.reset_token(ANN).await;
    reset(&app, &token, "Short12")
        .await
        .invalid(["new_password"]);
    reset(&app, &token, NEW).await.with(204);
    app.sign_in(ANN, NEW).await.with(200);
}

async fn a_reset_token_is_no_access_token_and_ends_with_all_sessions((app, ann): (App, Member)) {
    let token = app.reset_token(ANN).await;
    let me = app.get(ME).bearer(&token).await;
    me.refused(401, "token-invalid");
    let body = json!({"refresh_token": token});
    let refresh = app.post("/api/users/refresh/", &body).await;
    refresh.refused(401, "token-invalid");
    for token in ["garbage", "", &ann.access, &ann.refresh] {
        let refused = reset(&app, token, NEW).await;
        refused.refused(400, "reset-token-invalid");
    }
    let path = "/api/users/signout-everywhere/";
    ann.post(path, &json!({})).await.with(204);
    let refused = reset(&app, &token, NEW).await;
    refused.refused(400, "reset-token-invalid");
}
