//! Accounts whose address nobody confirmed, and mails that nobody gets.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::{ANN, App, PASSWORD, on_both_databases};

on_both_databases!(
    asking_for_a_mail_tells_nothing_of_accounts,
    a_confirmed_account_gets_no_other_confirmation_mail,
    a_lapsed_account_gives_its_address_free,
    a_lapsed_account_is_swept_away,
);

async fn asking_for_a_mail_tells_nothing_of_accounts(app: App) {
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

async fn a_confirmed_account_gets_no_other_confirmation_mail(app: App) {
    app.confirmed(ANN, PASSWORD).await;
    let body = json!({"email": ANN});
    let asked = app.post("/api/users/resend-verification/", &body).await;
    asked.with(202);
    // Only that of the registration.
    assert_eq!(app.jobs(&[]).await.len(), 1);
}

async fn a_lapsed_account_gives_its_address_free(app: App) {
    app.register(ANN).await.with(201);
    let old = app.mail_to(ANN).await;
    app.advance(TimeDelta::hours(24));
    // No sweep was there yet: the row still is.
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
    // The new account's own mail went out, so the same address in the same token confirms it.
    assert_eq!(mails[0].links(), old.links());
    app.follow_mail(&mails[1]).await.with(200);
    app.sign_in(ANN, PASSWORD).await.with(401);
    app.sign_in(ANN, "An0ther-one").await.with(200);
}

async fn a_lapsed_account_is_swept_away(app: App) {
    app.register(ANN).await.with(201);
    let link = app.link_in(&app.mail_to(ANN).await);
    app.advance(TimeDelta::hours(24));
    app.korotko.jobs.sweep().await.unwrap();
    assert_eq!(app.count_users().await, 0);
    app.get(&link).await.refused(404, "account-not-found");
    app.register(ANN).await.with(201);
}
