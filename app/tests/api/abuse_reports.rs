//! Abuse reports: anybody reports a link, the operator gets a mail, administrators decide.

use chrono::TimeDelta;
use korotko_testkit::ReceivedMail;
use serde_json::{Value, json};

use crate::support::{ABUSE_MAIL, Answer, App, LINKS, Member, PASSWORD, URL, on_both_databases};

on_both_databases!(
    a_report_is_mailed_and_in_the_queue,
    several_reports_of_a_link_are_one_mail,
    a_decision_closes_all_reports_of_a_link,
    an_invalid_report_is_refused,
    closed_reports_are_removed_after_a_while,
    a_report_goes_with_its_link,
);

const REPORTS: &str = "/api/abuse-reports/";
const QUEUE: &str = "/api/admin/abuse-reports/";

/// An anonymous link with this slug, and its share URL.
async fn shared(app: &App, slug: &str) -> (i64, String) {
    let body = json!({"url": URL, "slug": slug});
    let link = app.post(LINKS, &body).await.with(201);
    (link.number("id"), link.text("share_url"))
}

async fn report(app: &App, url: &str) -> Answer {
    let body = json!({"url": url, "category": "phishing"});
    app.post(REPORTS, &body).await
}

/// The texts of the mails to the operator, once there are so many.
async fn mails(app: &App, count: usize) -> Vec<String> {
    let mails = app.mails_to(ABUSE_MAIL, count).await;
    mails.iter().map(ReceivedMail::text).collect()
}

async fn close(root: &Member, id: i64, outcome: &str) -> Answer {
    let body = json!({"outcome": outcome});
    root.post(&format!("{QUEUE}{id}/close"), &body).await
}

async fn a_report_is_mailed_and_in_the_queue((app, ann): (App, Member)) {
    let root = app.administrator("root").await;
    let link = json!({"url": URL, "slug": "promo"});
    let url = ann.link_with(&link).await.text("share_url");
    let body = json!({
        "url": url, "category": "malware", "text": "Line 1\r\n<b>Line 2</b>", "email": "Bob@Example.com",
    });
    let accepted = app.post(REPORTS, &body).await.with(202);
    assert!(accepted.text("message").contains("Thank you"));
    let mail = mails(&app, 1).await.remove(0);
    for part in [
        &url,
        URL,
        "malware",
        // Quoted, so that a stranger cannot write as the service.
        "> Line 1\n> <b>Line 2</b>",
        "Bob@Example.com",
    ] {
        assert!(mail.contains(part), "{part}: {mail}");
    }
    let listed = root.read(QUEUE).await;
    let listed = &listed["items"][0];
    assert_eq!(listed["category"], "malware");
    assert_eq!(listed["text"], "Line 1\r\n<b>Line 2</b>");
    assert_eq!(listed["email"], "Bob@Example.com");
    assert_eq!(
        (&listed["outcome"], &listed["closed_at"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(listed["link"]["share_url"], url);
    assert_eq!(listed["link"]["owner_email"], ann.email);
    let shown = root.read(&format!("{QUEUE}{}", listed["id"])).await;
    assert_eq!(shown, *listed);
}

async fn several_reports_of_a_link_are_one_mail(app: App) {
    let (_, promo) = shared(&app, "promo").await;
    let (_, other) = shared(&app, "other").await;
    for url in [&promo, &promo, &other] {
        report(&app, url).await.with(202);
    }
    let mails = mails(&app, 2).await;
    assert!(mails.iter().any(|mail| mail.contains(&other)));
}

async fn a_decision_closes_all_reports_of_a_link(app: App) {
    let root = app.administrator("root").await;
    let (link, promo) = shared(&app, "promo").await;
    let (_, other) = shared(&app, "other").await;
    for url in [&promo, &other, &promo] {
        report(&app, url).await.with(202);
    }
    // The mail about a closed report is not sent any more.
    mails(&app, 2).await;
    let ids = root.listed(QUEUE, "id").await;
    let newest = ids[0].as_i64().unwrap();
    for outcome in ["upheld", "dismissed"] {
        let closed = close(&root, newest, outcome).await.with(200);
        assert_eq!(closed.text("outcome"), "upheld");
    }
    let open = root
        .listed(&format!("{QUEUE}?state=open&limit=1"), "id")
        .await;
    assert_eq!(open, [ids[1].clone()]);
    let closed = root
        .listed(&format!("{QUEUE}?state=closed&limit=1"), "outcome")
        .await;
    assert_eq!(closed, [json!("upheld"), json!("upheld")]);
    let log = root.read("/api/admin/audit-log/?limit=1").await;
    let entry = &log["items"][0];
    assert_eq!(entry["action"], "abuse-report.close");
    assert_eq!(entry["details"], format!("upheld, 2 about link {link}"));
    // A new one is mailed again.
    report(&app, &promo).await.with(202);
    mails(&app, 3).await;
    close(&root, 999_999, "upheld")
        .await
        .refused(404, "not-found");
    let wrong = json!({"outcome": "blocked"});
    let wrong = root.post(&format!("{QUEUE}{newest}/close"), &wrong).await;
    wrong.misshapen(["outcome"]);
}

async fn an_invalid_report_is_refused((app, ann): (App, Member)) {
    let (_, promo) = shared(&app, "promo").await;
    for url in [
        "promo",
        "https://elsewhere.example/promo",
        &format!("{}/unknown", app.public_url),
        &format!("{promo}?u={}", ann.id),
    ] {
        report(&app, url).await.invalid(["url"]);
    }
    let broken = json!({"url": "", "category": "spam", "text": "", "email": "nobody"});
    let refused = app.post(REPORTS, &broken).await;
    refused.invalid(["url", "text", "email"]);
    let broken = json!({"url": promo, "category": "boring"});
    app.post(REPORTS, &broken).await.misshapen(["category"]);
    ann.get(QUEUE).await.refused(403, "administrator-required");
}

async fn closed_reports_are_removed_after_a_while(app: App) {
    let root = app.administrator("root").await;
    let (_, promo) = shared(&app, "promo").await;
    let (_, other) = shared(&app, "other").await;
    report(&app, &promo).await.with(202);
    report(&app, &other).await.with(202);
    let ids = root.listed(QUEUE, "id").await;
    close(&root, ids[0].as_i64().unwrap(), "dismissed")
        .await
        .with(200);
    app.advance(TimeDelta::days(90) - TimeDelta::seconds(1));
    assert_eq!(app.korotko.jobs.sweep().await.unwrap().abuse_reports, 0);
    app.advance(TimeDelta::seconds(1));
    assert_eq!(app.korotko.jobs.sweep().await.unwrap().abuse_reports, 1);
    let root = app.session("root@example.com", PASSWORD).await;
    assert_eq!(root.listed(QUEUE, "id").await, [ids[1].clone()]);
}

async fn a_report_goes_with_its_link(app: App) {
    let root = app.administrator("root").await;
    let (link, promo) = shared(&app, "promo").await;
    report(&app, &promo).await.with(202);
    root.delete(&format!("/api/admin/links/{link}"))
        .await
        .with(204);
    let listed = root.read(QUEUE).await;
    assert_eq!(listed["items"][0]["link"]["state"], "deleted");
    // Its slug still answers, so it can be reported.
    report(&app, &promo).await.with(202);
    app.advance(TimeDelta::days(90));
    app.korotko.jobs.sweep().await.unwrap();
    let root = app.session("root@example.com", PASSWORD).await;
    assert!(root.listed(QUEUE, "id").await.is_empty());
}
