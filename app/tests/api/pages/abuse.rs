//! Abuse reports on a page, from anybody.

use chrono::TimeDelta;
use korotko_core::rate_limit::RateLimits;
use serde_json::{Value, json};

use crate::rate_limits::{generous, per_minute};
use crate::support::{ABUSE_MAIL, Answer, App, LINKS, Setup, URL, on_both_databases};

on_both_databases!(
    a_link_is_reported_on_a_page_without_an_account,
    what_is_wrong_with_a_report_is_said_at_its_field,
    reports_on_a_page_and_by_the_api_are_limited_together,
);

const ABUSE: &str = "/abuse";
const QUEUE: &str = "/api/admin/abuse-reports/";

/// The short URL of an anonymous link.
const NULL: Value = Value::Null;

async fn shared(app: &App) -> String {
    let body = json!({"url": URL, "slug": "promo"});
    let link = app.post(LINKS, &body).await.with(201);
    link.text("share_url")
}

async fn report(app: &App, url: &str) -> Answer {
    let fields = [("url", url), ("category", "spam")];
    app.form(ABUSE, &fields).await
}

async fn a_link_is_reported_on_a_page_without_an_account(app: App) {
    let root = app.administrator("root").await;
    let url = shared(&app).await;
    // The preview of a link leads to the page, which knows the link.
    let preview = app.page("/promo+").await.with(200).body;
    let form = preview.split("href=\"/abuse?").nth(1).unwrap();
    let query = form.split('"').next().unwrap();
    let form = app.page(&format!("{ABUSE}?{query}")).await.with(200);
    assert_eq!(form.header("x-robots-tag"), "noindex");
    let known = format!("value=\"{url}\"");
    assert!(form.body.contains(&known), "{}", form.body);
    // People leave the scheme out.
    let typed = url.strip_prefix("https://").unwrap();
    let fields = [
        ("url", typed),
        ("category", "malware"),
        ("text", "Line 1\r\nLine 2"),
        ("email", "Bob@example.com"),
    ];
    let sent = app.form(ABUSE, &fields).await.with(303);
    let thanks = app.page(sent.header("location")).await.with(200).body;
    assert!(thanks.contains("Thank you for your report"), "{thanks}");
    let reports = root.read(QUEUE).await;
    let reported = &reports["items"][0];
    assert_eq!(reported["link"]["share_url"], url);
    assert_eq!(reported["category"], "malware");
    assert_eq!(reported["text"], "Line 1\r\nLine 2");
    assert_eq!(reported["email"], "Bob@example.com");
    let mail = app.mail_to(ABUSE_MAIL).await;
    assert!(mail.text().contains(&url), "{}", mail.text());
    // A report needs neither a text nor an address.
    report(&app, &url).await.with(303);
    let reports = root.read(QUEUE).await;
    let last = &reports["items"][0];
    assert_eq!((&last["text"], &last["email"]), (&NULL, &NULL));
}

async fn what_is_wrong_with_a_report_is_said_at_its_field(app: App) {
    let root = app.administrator("root").await;
    let url = shared(&app).await;
    let long = "a".repeat(2_001);
    let fields = [
        ("url", "https://elsewhere.example/\"<b>"),
        ("category", "phishing"),
        ("text", long.as_str()),
        ("email", "nobody"),
    ];
    let refused = app.form(ABUSE, &fields).await.with(200);
    for part in [
        "id=\"url-error\"",
        "id=\"text-error\"",
        "id=\"email-error\"",
        "value=\"https://elsewhere.example/&#34;&#60;b&#62;\"",
        "value=\"phishing\" required checked",
    ] {
        assert!(refused.body.contains(part), "{part}: {}", refused.body);
    }
    for category in ["", "boring"] {
        let fields = [("url", &*url), ("category", category)];
        let refused = app.form(ABUSE, &fields).await.with(200);
        let error = "id=\"category-error\"";
        assert!(refused.body.contains(error), "{}", refused.body);
    }
    // A link of this service that does not exist.
    let unknown = url.replace("promo", "other");
    let fields = [("url", &*unknown), ("category", "spam")];
    let form = app.form(ABUSE, &fields).header("Accept-Language", "ru");
    let refused = form.await.with(200).body;
    let rule = "Короткая ссылка этого сервиса целиком, как вы её получили.";
    assert!(refused.contains(rule), "{refused}");
    assert_eq!(root.read(QUEUE).await["items"], json!([]));
}

async fn reports_on_a_page_and_by_the_api_are_limited_together(mut setup: Setup) {
    setup.rate_limits = Some(RateLimits {
        abuse_reports: per_minute(1),
        ..generous()
    });
    let app = setup.start().await;
    let url = shared(&app).await;
    let body = json!({"url": url, "category": "spam"});
    app.post("/api/abuse-reports/", &body).await.with(202);
    let refused = report(&app, &url).await;
    let text = "Too many requests from your network or account.";
    assert!(refused.body.contains(text), "{refused:?}");
    app.advance(TimeDelta::minutes(1));
    report(&app, &url).await.with(303);
}
