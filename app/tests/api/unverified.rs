//! Unverified accounts.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{ANN, App, PASSWORD, on_both_databases};

on_both_databases!(
    requesting_a_mail_does_not_reveal_accounts,
    a_verified_account_gets_no_other_verification_mail,
    a_lapsed_account_frees_its_address,
    a_lapsed_account_is_removed,
);

async fn requesting_a_mail_does_not_reveal_accounts(app: App) {
    app.register(ANN).await.with(201);
    app.mail_to(ANN).await;
    for path in [
        "/api/users/resend-verification/",
        "/api/users/password-reset/",
    ] {
        let known = app.post(path, &json!({"email": ANN})).await.with(202);
        let body = json!({"email": "nobody@example.com"});
        let unknown = app.post(path, &body).await.with(202);
        assert_eq!(known.body, unknown.body);
        let refused = app.post(path, &json!({"email": "nobody"})).await;
        refused.invalid(["email"]);
    }
    app.mails_to(ANN, 3).await;
    assert_eq!(app.sink.mails().len(), 3);
    assert_eq!(app.jobs(&[]).await.len(), 3);
}

async fn a_verified_account_gets_no_other_verification_mail(app: App) {
    app.verified(ANN, PASSWORD).await;
    let body = json!({"email": ANN});
    let asked = app.post("/api/users/resend-verification/", &body).await;
    asked.with(202);
    // Only the mail of the registration.
    assert_eq!(app.jobs(&[]).await.len(), 1);
}

async fn a_lapsed_account_frees_its_address(app: App) {
    app.register(ANN).await.with(201);
    let old = app.mail_to(ANN).await;
    app.advance(TimeDelta::hours(24));
    // Before the sweep, the row still exists.
    assert_eq!(app.count_users().await, 1);
    let refused = app.sign_in(ANN, PASSWORD).await;
    refused.refused(401, "invalid-credentials");
    for path in [
        "/api/users/resend-verification/",
        "/api/users/password-reset/",
    ] {
        app.post(path, &json!({"email": ANN})).await.with(202);
    }
    assert_eq!(app.jobs(&[]).await.len(), 1, "nothing is mailed to it");

    app.register_with(ANN, "An0ther-one").await.with(201);
    assert_eq!(app.count_users().await, 1);
    let mails = app.mails_to(ANN, 2).await;
    // The mail of the new account was sent, so the same token verifies it.
    assert_eq!(mails[0].links(), old.links());
    app.follow_mail(&mails[1]).await.with(200);
    app.sign_in(ANN, PASSWORD).await.with(401);
    app.sign_in(ANN, "An0ther-one").await.with(200);
}

async fn a_lapsed_account_is_removed(app: App) {
    app.register(ANN).await.with(201);
    let link = app.link_in(&app.mail_to(ANN).await);
    app.advance(TimeDelta::hours(24));
    app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(app.count_users().await, 0);
    app.get(&link).await.refused(404, "account-not-found");
    app.register(ANN).await.with(201);
}
