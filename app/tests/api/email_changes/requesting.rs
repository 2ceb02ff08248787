//! Requesting and withdrawing a change of address, and its mails.

use korotko_core::user::EmailDomain;
use serde_json::{Value, json};

use super::{BROWSER, EMAIL, NEW, is_refused, opens, pending, request, requested};
use crate::support::{App, Member, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    a_change_requires_the_password_and_an_access_token,
    an_invalid_or_taken_new_address_is_refused,
    a_new_address_is_of_an_allowed_domain,
    a_newer_request_replaces_an_older_one_and_can_be_withdrawn,
    the_end_of_all_sessions_ends_a_pending_change,
    mails_and_pages_of_a_change_are_in_the_language_of_the_account,
);

async fn a_change_requires_the_password_and_an_access_token((app, ann): (App, Member)) {
    let jobs = app.jobs(&[]).await.len();
    for wrong in ["Wrong-passw0rd", ""] {
        let body = json!({"new_email": NEW, "password": wrong});
        let refused = ann.post(EMAIL, &body).await;
        refused.refused(422, "wrong-password").names(["password"]);
    }
    let body = json!({"new_email": NEW, "password": PASSWORD});
    let anonymous = app.post(EMAIL, &body).await;
    anonymous.refused(401, "token-missing");
    let key = ann.key(&["links:write", "reports"]).await.text("key");
    for ask in [app.post(EMAIL, &body), app.delete(EMAIL)] {
        ask.bearer(&key).await.refused(403, "key-not-accepted");
    }
    assert_eq!(pending(&ann).await, Value::Null);
    assert_eq!(app.jobs(&[]).await.len(), jobs);
}

async fn an_invalid_or_taken_new_address_is_refused((app, ann, bob): (App, Member, Member)) {
    app.register("unverified@example.com").await.with(201);
    app.mail_to("unverified@example.com").await;
    let jobs = app.jobs(&[]).await.len();
    for invalid in [
        "",
        "anna",
        "anna@localhost",
        "Anna <anna@example.org>",
        "a@b.example\r\nBcc: c",
    ] {
        request(&ann, invalid).await.invalid(["new_email"]);
    }
    for taken in [
        "BOB@Example.COM",
        &bob.email,
        "unverified@example.com",
        &ann.email,
        "Ann@Example.com",
    ] {
        let refused = request(&ann, taken).await;
        refused.refused(409, "email-taken");
    }
    assert_eq!(app.jobs(&[]).await.len(), jobs);
    assert_eq!(pending(&ann).await, Value::Null);
}

async fn a_new_address_is_of_an_allowed_domain(mut setup: Setup) {
    let ann = setup.start().await.member("ann").await;
    let domain = EmailDomain::parse("example.org").unwrap();
    setup.policy.allowed_email_domains = vec![domain];
    let app = setup.start().await;
    let ann = ann.at(&app);
    let refused = request(&ann, "anna@example.net").await;
    let refused = refused.invalid(["new_email"]);
    let message = "must be an address at example.org";
    assert_eq!(refused.errors()[0].1, message);
    request(&ann, NEW).await.with(202);
}

async fn a_newer_request_replaces_an_older_one_and_can_be_withdrawn((app, ann): (App, Member)) {
    let first = requested(&app, &ann, NEW).await;
    opens(&app, &first[0], "the other address").await;
    let second = requested(&app, &ann, "annie@example.org").await;
    for link in &first {
        is_refused(&app, link).await;
    }
    assert_eq!(pending(&ann).await, json!("annie@example.org"));
    opens(&app, &second[0], "the other address").await;
    for _ in 0..2 {
        ann.delete(EMAIL).await.with(204);
        assert_eq!(pending(&ann).await, Value::Null);
    }
    for link in &second {
        is_refused(&app, link).await;
    }
    assert!(app.is_signed_in(&ann).await);
    // A change can follow a complete one, whose links say so until they expire.
    let third = requested(&app, &ann, NEW).await;
    opens(&app, &third[0], "the other address").await;
    opens(&app, &third[1], "has changed").await;
    let anna = app.session(NEW, PASSWORD).await;
    app.idle().await;
    let fourth = requested(&app, &anna, "ann@example.com").await;
    opens(&app, &third[0], "already confirmed").await;
    opens(&app, &fourth[1], "the other address").await;
    opens(&app, &fourth[0], "has changed").await;
    app.session("ann@example.com", PASSWORD).await;
}

async fn the_end_of_all_sessions_ends_a_pending_change((app, ann): (App, Member)) {
    let new_password = "Correct Horse 7";
    let change = json!({"current_password": PASSWORD, "new_password": new_password});
    let links = requested(&app, &ann, NEW).await;
    opens(&app, &links[1], "the other address").await;
    ann.post("/api/users/password/", &change).await.with(204);
    for link in &links {
        is_refused(&app, link).await;
    }
    let ann = app.session(&ann.email, new_password).await;
    assert_eq!(pending(&ann).await, Value::Null);
    app.sign_in(NEW, new_password).await.with(401);
}

/// Registers `<name>@example.com` with this preferred language, and signs in.
async fn member_in(app: &App, name: &str, language: &str) -> Member {
    let email = format!("{name}@example.com");
    let body = json!({"email": email, "password": PASSWORD});
    let asked = app.post("/api/users/register/", &body);
    asked.header("Accept-Language", language).await.with(201);
    let mail = app.mail_to(&email).await;
    app.follow_mail(&mail).await.with(200);
    app.session(&email, PASSWORD).await
}

async fn mails_and_pages_of_a_change_are_in_the_language_of_the_account(app: App) {
    for (name, language, subjects) in [
        (
            "ann",
            "en",
            [
                "Confirm the change of your e-mail address",
                "Confirm your new e-mail address",
                "Your e-mail address has changed",
            ],
        ),
        (
            "bob",
            "ru",
            [
                "Подтвердите изменение адреса электронной почты",
                "Подтвердите новый адрес электронной почты",
                "Адрес электронной почты изменён",
            ],
        ),
    ] {
        let member = member_in(&app, name, language).await;
        let new = format!("{name}@example.org");
        for link in requested(&app, &member, &new).await {
            let page = app.get(&link).header("Accept", BROWSER).await.with(200);
            let tag = format!("<html lang=\"{language}\"");
            assert!(page.body.contains(&tag), "{}", page.body);
        }
        let to_old = app.mails_to(&member.email, 3).await;
        let to_new = app.mail_to(&new).await;
        let mails = [&to_old[1], &to_new, &to_old[2]];
        for (mail, subject) in mails.into_iter().zip(subjects) {
            assert_eq!(mail.subject(), subject);
            assert_eq!(mail.header("Content-Language").as_deref(), Some(language));
        }
        // The old address is told the new one, before and after.
        for mail in [&to_old[1], &to_old[2]] {
            assert!(mail.text().contains(&new), "{}", mail.text());
        }
    }
}
