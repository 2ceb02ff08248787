//! Signing in and out on pages.

use chrono::TimeDelta;

use super::Browser;
use crate::support::{ANN, App, Member, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    a_sign_in_sets_one_cookie_that_scripts_and_other_hosts_cannot_have,
    without_tls_the_cookie_has_another_name,
    a_failed_sign_in_sets_no_cookie_and_shows_no_password,
    a_sign_in_ends_the_session_that_the_browser_had,
    a_sign_in_leads_to_pages_of_this_service_alone,
    signing_out_ends_the_session_and_clears_what_the_browser_keeps,
    a_browser_forgets_the_cookie_of_a_session_that_has_ended,
    a_session_that_is_not_used_ends_after_fourteen_days,
    a_session_that_is_used_ends_after_ninety_days,
    an_unverified_user_can_have_the_mail_sent_again,
);

/// The cookie in a `Set-Cookie`, as a browser sends it.
fn pair(set_cookie: &str) -> &str {
    set_cookie.split(';').next().unwrap()
}

fn signed_in(app: &App, set_cookie: &str) -> Browser {
    Browser {
        app: app.clone(),
        cookie: pair(set_cookie).to_owned(),
    }
}

/// Signs in with these fields; returns `Set-Cookie` and `Location`.
async fn sign_in(app: &App, fields: &[(&str, &str)]) -> (String, String) {
    let answer = app.form("/signin", fields).await.with(303);
    let cookies = answer.headers.get_all("set-cookie");
    assert_eq!(cookies.iter().count(), 1, "{answer:?}");
    let field = |name: &str| answer.header(name).to_owned();
    (field("set-cookie"), field("location"))
}

const CREDENTIALS: [(&str, &str); 2] = [("email", ANN), ("password", PASSWORD)];

async fn a_sign_in_sets_one_cookie_that_scripts_and_other_hosts_cannot_have(
    (app, _ann): (App, Member),
) {
    let (set, _) = sign_in(&app, &CREDENTIALS).await;
    let secret = pair(&set).strip_prefix("__Host-korotko=").unwrap();
    assert!(secret.len() == 43 && secret.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let attributes = "; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure";
    assert_eq!(set, format!("__Host-korotko={secret}{attributes}"));
    assert!(signed_in(&app, &set).is_signed_in().await);
}

async fn without_tls_the_cookie_has_another_name(mut setup: Setup) {
    setup.public_url = Some("http://localhost:8080");
    let app = setup.start().await;
    app.member("ann").await;
    let (set, _) = sign_in(&app, &CREDENTIALS).await;
    assert!(set.starts_with("korotko="), "{set}");
    assert!(set.ends_with("; HttpOnly; SameSite=Lax"), "{set}");
    assert!(signed_in(&app, &set).is_signed_in().await);
}

async fn a_failed_sign_in_sets_no_cookie_and_shows_no_password((app, _ann): (App, Member)) {
    let wrong = "Wrong-passw0rd";
    for email in [ANN, "nobody@example.com"] {
        let fields = [("email", email), ("password", wrong)];
        let again = app.form("/signin", &fields).await.with(200);
        let text = "The e-mail address or the password is wrong.";
        assert!(again.body.contains(text), "{}", again.body);
        assert!(!again.body.contains(wrong), "{}", again.body);
        let value = format!("value=\"{email}\"");
        assert!(again.body.contains(&value), "{}", again.body);
        assert_eq!(again.header("set-cookie"), "");
    }
}

async fn a_sign_in_ends_the_session_that_the_browser_had((app, _ann): (App, Member)) {
    let (older, other) = (Browser::of_ann(&app).await, Browser::of_ann(&app).await);
    let again = older.send("/signin", &CREDENTIALS).await.with(303);
    let newer = signed_in(&app, again.header("set-cookie"));
    assert_ne!(newer.cookie, older.cookie);
    assert!(!older.is_signed_in().await);
    assert!(newer.is_signed_in().await && other.is_signed_in().await);
}

async fn a_sign_in_leads_to_pages_of_this_service_alone((app, _ann): (App, Member)) {
    for (next, led) in [
        ("/app/links?tag=a", "/app/links?tag=a"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ] {
        let fields = [CREDENTIALS[0], CREDENTIALS[1], ("next", next)];
        assert_eq!(sign_in(&app, &fields).await.1, led, "{next}");
    }
}

async fn signing_out_ends_the_session_and_clears_what_the_browser_keeps(
    (app, _ann): (App, Member),
) {
    let (here, other) = (Browser::of_ann(&app).await, Browser::of_ann(&app).await);
    let out = here.send("/signout", &[]).await.with(303);
    assert_eq!(out.header("location"), "/?done=signed-out");
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"storage\"");
    let removed = "__Host-korotko=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure";
    assert_eq!(out.header("set-cookie"), removed);
    assert!(!here.is_signed_in().await && other.is_signed_in().await);
    let home = app.page("/?done=signed-out").await.with(200);
    assert!(home.body.contains("You are signed out."), "{}", home.body);
    // A second time, and without a session, too.
    here.send("/signout", &[]).await.with(303);
    app.form("/signout", &[]).await.with(303);
}

async fn a_browser_forgets_the_cookie_of_a_session_that_has_ended((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    assert_eq!(browser.open("/").await.header("set-cookie"), "");
    browser.send("/signout", &[]).await.with(303);
    for path in ["/", "/signin", "/app"] {
        let answer = browser.open(path).await;
        let set = answer.header("set-cookie");
        assert!(set.starts_with("__Host-korotko=; "), "{path}: {set}");
    }
    // The secret of another kind, or several secrets, are none.
    let twice = format!("{0}; {0}", browser.cookie);
    for cookie in ["__Host-korotko=x", "korotko=x", twice.as_str()] {
        app.page("/app").header("Cookie", cookie).await.with(303);
    }
}

async fn a_session_that_is_not_used_ends_after_fourteen_days((app, _ann): (App, Member)) {
    let (idle, used) = (Browser::of_ann(&app).await, Browser::of_ann(&app).await);
    let just = TimeDelta::microseconds(1);
    app.advance(TimeDelta::days(14) - just);
    assert!(used.is_signed_in().await);
    app.advance(just);
    assert!(!idle.is_signed_in().await);
    // Opening a page was a use.
    assert!(used.is_signed_in().await);
}

async fn a_session_that_is_used_ends_after_ninety_days((app, _ann): (App, Member)) {
    let browser = Browser::of_ann(&app).await;
    for _ in 0..6 {
        app.advance(TimeDelta::days(13));
        assert!(browser.is_signed_in().await);
    }
    let just = TimeDelta::microseconds(1);
    app.advance(TimeDelta::days(12) - just);
    assert!(browser.is_signed_in().await);
    app.advance(just);
    assert!(!browser.is_signed_in().await);
}

async fn an_unverified_user_can_have_the_mail_sent_again(app: App) {
    let fields = [("email", ANN), ("password", PASSWORD)];
    let sent = app.form("/signup", &fields).await.with(200);
    assert!(sent.body.contains(ANN), "{}", sent.body);
    app.mail_to(ANN).await;
    let refused = app.form("/signin", &fields).await.with(200);
    let form = "<form method=\"post\" action=\"/signup/resend\">";
    assert!(refused.body.contains(form), "{}", refused.body);
    let again = app.form("/signup/resend", &[("email", ANN)]);
    assert!(again.await.with(200).body.contains(ANN));
    let mails = app.mails_to(ANN, 2).await;
    app.follow_mail(&mails[1]).await.with(200);
    let (set, _) = sign_in(&app, &fields).await;
    assert!(signed_in(&app, &set).is_signed_in().await);
}
