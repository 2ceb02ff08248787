//! Registration to sign-in, with the verification mail.

use chrono::TimeDelta;
use korotko_testkit::ReceivedMail;
use serde_json::{Value, json};

use crate::support::{ANN, App, PASSWORD, PUBLIC_URL, on_both_databases, verification_token};

on_both_databases!(
    a_user_registers_verifies_signs_in_and_refreshes,
    the_mailed_link_does_not_depend_on_the_host_header,
    both_verification_paths_work,
    a_head_request_verifies_nothing,
    a_browser_gets_a_verification_page,
    a_browser_gets_an_error_page,
    mails_and_pages_are_in_the_accounts_language,
    a_trailing_slash_makes_no_difference,
);

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn a_user_registers_verifies_signs_in_and_refreshes(app: App) {
    let registered = app.register(ANN).await.with(201);
    assert!(registered.text("message").contains("Open the link"));
    let mail = app.mail_to(ANN).await;
    check_verification_mail(&mail);

    let link = app.link_in(&mail);
    let first = app.get(&link).await.with(200).text("message");
    let second = app.get(&link).await.with(200).text("message");
    assert!(!first.contains("already") && second.contains("already verified"));

    let pair = app.sign_in(ANN, PASSWORD).await.with(200);
    check_pair(&pair.json());
    assert_eq!(pair.header("cache-control"), "no-store");

    let body = json!({"refresh_token": pair.text("refresh_token")});
    let fresh = app.post("/api/users/refresh/", &body).await.with(200);
    check_pair(&fresh.json());
    assert_eq!(fresh.header("cache-control"), "no-store");
    assert_ne!(fresh.text("access_token"), pair.text("access_token"));

    let access = fresh.text("access_token");
    let me = app.get("/api/users/me/").bearer(&access).await.with(200);
    assert_eq!(me.text("email"), ANN);
    assert_eq!(me.text("language"), "en");
    assert_eq!(me.text("created_at"), "2026-12-01T00:00:00+00:00");
    assert_eq!(me.text("verified_at"), "2026-12-01T00:00:00+00:00");
}

fn check_verification_mail(mail: &ReceivedMail) {
    assert_eq!(mail.from, "noreply@short.example");
    assert_eq!(mail.subject(), "Verify your e-mail address");
    let links = mail.links();
    assert!(links[0].starts_with(&format!("{PUBLIC_URL}/api/email-verification/")));
    assert!(mail.html().contains(&links[0]), "{}", mail.html());
    assert!(mail.message_id().ends_with("@short.example"));
}

fn check_pair(pair: &Value) {
    assert_eq!(pair["token_type"], "Bearer");
    assert_eq!(pair["expires_in"], 3600);
    assert_ne!(pair["access_token"], pair["refresh_token"]);
    assert_eq!(pair.as_object().unwrap().len(), 4);
}

async fn the_mailed_link_does_not_depend_on_the_host_header(app: App) {
    let body = json!({"email": ANN, "password": PASSWORD});
    let asked = app.post("/api/users/register/", &body);
    let asked = asked
        .header("Host", "evil.example")
        .header("X-Forwarded-Host", "evil.example")
        .header("Forwarded", "host=evil.example");
    asked.await.with(201);
    let mail = app.mail_to(ANN).await;
    assert!(mail.links()[0].starts_with(PUBLIC_URL));
    assert!(!mail.data.contains("evil") && !mail.html().contains("evil"));
}

async fn both_verification_paths_work(app: App) {
    for (name, path) in [
        ("ann", "/api/email-verification"),
        ("bob", "/api/email-verification/"),
        ("cid", "/api/users/email-verification"),
        ("dan", "/api/users/email-verification/"),
    ] {
        let email = format!("{name}@example.com");
        app.register(&email).await.with(201);
        let link = app.link_in(&app.mail_to(&email).await);
        let (_, token) = link.rsplit_once('/').unwrap();
        let link = format!("{}/{token}", path.trim_end_matches('/'));
        let slash = if path.ends_with('/') { "/" } else { "" };
        let answer = app.get(&format!("{link}{slash}")).await.with(200);
        assert!(answer.text("message").contains("is verified"));
        app.sign_in(&email, PASSWORD).await.with(200);
    }
}

async fn a_head_request_verifies_nothing(app: App) {
    app.register(ANN).await.with(201);
    let link = app.link_in(&app.mail_to(ANN).await);
    let looked = app.head(&link).await.with(200);
    assert_eq!(looked.body, "");
    app.sign_in(ANN, PASSWORD)
        .await
        .refused(403, "email-not-verified");
    let confirmed = app.get(&link).await.with(200);
    assert!(!confirmed.text("message").contains("already"));
}

async fn a_browser_gets_a_verification_page(app: App) {
    app.register(ANN).await.with(201);
    let link = app.link_in(&app.mail_to(ANN).await);
    for sentence in ["is verified", "already verified"] {
        let page = app.get(&link).header("Accept", BROWSER).await.with(200);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.body.contains(sentence), "{}", page.body);
        assert!(page.headers.get("set-cookie").is_none());
    }
    for json in [
        "application/json",
        "*/*",
        "application/json, text/html;q=0.5",
    ] {
        let answer = app.get(&link).header("Accept", json).await.with(200);
        assert!(answer.text("message").contains("already"));
    }
}

async fn a_browser_gets_an_error_page(app: App) {
    app.register(ANN).await.with(201);
    let old = app.link_in(&app.mail_to(ANN).await);
    app.advance(TimeDelta::hours(24));
    let unknown = verification_token("nobody@example.com");
    for (link, status) in [
        ("/api/email-verification/%3Cscript%3E", 400),
        (&old, 400),
        (&format!("/api/users/email-verification/{unknown}"), 404),
    ] {
        let page = app.get(link).header("Accept", BROWSER).for_people().await;
        let page = page.with(status);
        assert!(page.body.starts_with("<!doctype html>"), "{}", page.body);
        assert!(!page.body.contains("<script>"), "{}", page.body);
    }
}

async fn mails_and_pages_are_in_the_accounts_language(app: App) {
    let body = json!({"email": ANN, "password": PASSWORD});
    let asked = app.post("/api/users/register/", &body);
    let asked = asked.header("Accept-Language", "de, ru-RU;q=0.9, en;q=0.5");
    asked.await.with(201);
    let mail = app.mail_to(ANN).await;
    assert_eq!(mail.subject(), "Подтвердите адрес электронной почты");
    assert!(mail.html().contains("24 час"), "{}", mail.html());
    // The page is in the account's language, an error page in that of the browser.
    let link = app.link_in(&mail);
    for text in ["подтверждён.", "уже подтверждён."] {
        let page = app.get(&link).header("Accept", BROWSER).await.with(200);
        assert!(page.body.contains("<html lang=\"ru\""), "{}", page.body);
        assert!(page.body.contains(text), "{}", page.body);
    }
    let forged = app.get("/api/email-verification/x").for_people();
    let forged = forged
        .header("Accept", BROWSER)
        .header("Accept-Language", "ru");
    assert!(forged.await.with(400).body.contains("недействительная"));

    // The language belongs to the account, independent of later requests.
    app.reset_token(ANN).await;
    let mails = app.mails_to(ANN, 2).await;
    assert_eq!(mails[1].subject(), "Смена пароля");
    let ann = app.session(ANN, PASSWORD).await;
    let me = ann.get("/api/users/me/").await;
    assert_eq!(me.text("language"), "ru");
}

async fn a_trailing_slash_makes_no_difference(app: App) {
    for operation in app.operations() {
        let path = operation.path.replace("{id}", "1").replace(['{', '}'], "");
        let [bare, slashed] = [path.clone(), format!("{path}/")];
        let bare = app.ask(operation.method.clone(), &bare).await;
        let slashed = app.ask(operation.method.clone(), &slashed).await;
        assert!(!(300..400).contains(&bare.status), "{bare:?}");
        assert_eq!((bare.status, bare.body), (slashed.status, slashed.body));
    }
}
