//! The pages of an account.

use crate::support::{ANN, App, Member, PASSWORD, on_both_databases};

on_both_databases!(
    pages_of_an_account_lead_strangers_to_the_sign_in,
    a_password_changed_on_a_page_keeps_that_browser_signed_in,
    settings_are_changed_on_a_page,
    one_session_is_ended_on_a_page,
    signing_out_everywhere_asks_before_it_deletes_api_keys,
    an_api_key_is_shown_once,
    a_page_exports_what_the_api_exports,
    an_account_is_deleted_with_its_password_on_a_page,
);

const ACCOUNT: &str = "/app/account";
const SESSIONS: &str = "/app/account/sessions";
const KEYS: &str = "/app/account/keys";
const EXPORT: &str = "/app/account/export";
const NEW: &str = "Correct Horse 7";

async fn pages_of_an_account_lead_strangers_to_the_sign_in((app, _): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    for path in [ACCOUNT, SESSIONS, KEYS, EXPORT] {
        let led = app.page(path).await.with(303);
        assert!(
            led.header("location")
                .starts_with("/signin?next=%2Fapp%2Faccount"),
            "{led:?}"
        );
        app.page(path).header("Cookie", &cookie).await.with(200);
    }
    // Another site sends the form.
    let form = app
        .form(ACCOUNT, &[("form", "withdraw")])
        .header("Cookie", &cookie);
    form.await.with(303);
    let foreign = app
        .ask(reqwest::Method::POST, ACCOUNT)
        .header("Cookie", &cookie);
    let foreign = foreign.header("Sec-Fetch-Site", "cross-site").for_people();
    foreign.await.with(403);
}

async fn a_password_changed_on_a_page_keeps_that_browser_signed_in((app, _): (App, Member)) {
    let here = app.cookie(&app.browser(ANN, "Firefox").await);
    let elsewhere = app.cookie(&app.browser(ANN, "Safari").await);
    let change = async |current: &str| {
        let fields = [
            ("form", "password"),
            ("current_password", current),
            ("new_password", NEW),
        ];
        let form = app.form(ACCOUNT, &fields).header("Cookie", &here);
        form.for_people().await
    };
    let refused = change("Wrong-passw0rd").await;
    assert!(
        refused.body.contains("This is not your password."),
        "{}",
        refused.body
    );
    let changed = change(PASSWORD).await.with(303);
    let renewed = changed.header("set-cookie").split(';').next().unwrap();
    assert_ne!(renewed, here);
    app.page(ACCOUNT).header("Cookie", renewed).await.with(200);
    for ended in [&here, &elsewhere] {
        app.page(ACCOUNT).header("Cookie", ended).await.with(303);
    }
    app.sign_in(ANN, NEW).await.with(200);
}

async fn settings_are_changed_on_a_page((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let save = async |zone: &str| {
        let fields = [
            ("form", "settings"),
            ("language", "ru"),
            ("time_zone", zone),
            ("query_forwarding", "append"),
        ];
        let form = app.form(ACCOUNT, &fields).header("Cookie", &cookie);
        form.for_people().await
    };
    let refused = save("Mars").await;
    assert!(
        refused.body.contains("id=\"time_zone-error\""),
        "{}",
        refused.body
    );
    save("Europe/Moscow").await.with(303);
    let me = ann.read("/api/users/me/").await;
    assert_eq!(me["language"], "ru");
    assert_eq!(me["time_zone"], "Europe/Moscow");
    assert_eq!(me["default_query_forwarding"], "append");
    let page = app.page(ACCOUNT).header("Cookie", &cookie).await.with(200);
    assert!(page.body.contains("<html lang=\"ru\""), "{}", page.body);
}

async fn one_session_is_ended_on_a_page((app, _): (App, Member)) {
    let here = app.cookie(&app.browser(ANN, "Firefox").await);
    let other = app.browser(ANN, "<b>Safari").await;
    let page = app.page(SESSIONS).header("Cookie", &here).await.with(200);
    assert!(page.body.contains("&#60;b&#62;Safari"), "{}", page.body);
    let id = other.session.id.to_string();
    let form = app
        .form(SESSIONS, &[("session", id.as_str())])
        .header("Cookie", &here);
    form.await.with(303);
    let ended = app.cookie(&other);
    app.page(SESSIONS).header("Cookie", &ended).await.with(303);
    let again = app
        .form(SESSIONS, &[("session", id.as_str())])
        .header("Cookie", &here);
    again.for_people().await.with(404);
}

async fn signing_out_everywhere_asks_before_it_deletes_api_keys((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let key = ann.key(&["links:read"]).await.text("key");
    let fields = [("form", "everywhere"), ("keys", "on"), ("sure", "on")];
    let asked = app.form(SESSIONS, &fields[..2]).header("Cookie", &cookie);
    let asked = asked.await.with(200);
    assert!(asked.body.contains("name=\"sure\""), "{}", asked.body);
    app.get("/api/links/").bearer(&key).await.with(200);
    assert!(app.is_signed_in(&ann).await);
    let done = app.form(SESSIONS, &fields).header("Cookie", &cookie);
    let done = done.await.with(303);
    assert!(done.header("set-cookie").contains("Max-Age=0"), "{done:?}");
    app.get("/api/links/").bearer(&key).await.with(401);
    assert!(!app.is_signed_in(&ann).await);
    app.page(SESSIONS).header("Cookie", &cookie).await.with(303);
}

async fn an_api_key_is_shown_once((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let fields = [
        ("name", "<i>ci"),
        ("scope", "links:read"),
        ("scope", "reports"),
    ];
    let made = app.form(KEYS, &fields).header("Cookie", &cookie);
    let made = made.await.with(200);
    assert_eq!(made.header("cache-control"), "no-store");
    let codes = made
        .body
        .split("<code>")
        .filter_map(|code| code.split('<').next());
    let mut keys = codes.filter(|code| code.starts_with("kor_"));
    let key = keys.next().unwrap().to_owned();
    app.get("/api/links/").bearer(&key).await.with(200);
    let page = app.page(KEYS).header("Cookie", &cookie).await.with(200);
    assert!(
        !page.body.contains(&key) && page.body.contains("&#60;i&#62;ci"),
        "{}",
        page.body
    );
    let none = app.form(KEYS, &[("name", "ci")]).header("Cookie", &cookie);
    let none = none.for_people().await;
    assert!(none.body.contains("id=\"scopes-error\""), "{}", none.body);
    let id = ann.listed("/api/keys/", "id").await[0].to_string();
    let delete = format!("{KEYS}/{id}/delete");
    app.page(&delete).header("Cookie", &cookie).await.with(200);
    app.get("/api/links/").bearer(&key).await.with(200);
    app.form(&delete, &[])
        .header("Cookie", &cookie)
        .await
        .with(303);
    app.get("/api/links/").bearer(&key).await.with(401);
}

async fn a_page_exports_what_the_api_exports((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    ann.link("promo").await;
    let page = app.page(EXPORT).header("Cookie", &cookie).await.with(200);
    let name = "attachment; filename=\"korotko-account-2026-12-01.json\"";
    assert_eq!(page.header("content-disposition"), name);
    assert_eq!(page.header("cache-control"), "private, no-store");
    let api = ann.get("/api/users/me/export").await.with(200);
    assert_eq!(page.json(), api.json());
}

async fn an_account_is_deleted_with_its_password_on_a_page((app, _): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let delete = async |password: &str| {
        let fields = [("form", "delete"), ("password", password)];
        let form = app.form(ACCOUNT, &fields).header("Cookie", &cookie);
        form.for_people().await
    };
    let refused = delete("Wrong-passw0rd").await;
    assert!(
        refused.body.contains("This is not your password."),
        "{}",
        refused.body
    );
    let deleted = delete(PASSWORD).await.with(303);
    assert!(
        deleted
            .header("location")
            .starts_with("/?done=account-deleted"),
        "{deleted:?}"
    );
    app.sign_in(ANN, PASSWORD).await.with(401);
}
