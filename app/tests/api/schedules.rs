//! Scheduled reports, and the unsubscribe link.

use chrono::{DateTime, TimeDelta, Utc};
use korotko_testkit::ReceivedMail;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{App, Member, PASSWORD, Setup, on_both_databases};

on_both_databases!(
    a_schedule_sends_a_report_when_it_is_due,
    a_missed_report_is_created_once,
    an_unsubscribe_link_asks_on_get_and_deletes_the_schedule_on_post,
    a_forged_unsubscribe_link_deletes_nothing,
    a_schedule_belongs_to_its_owner_until_it_is_deleted,
    an_invalid_schedule_is_refused_with_its_fields,
);

const SCHEDULES: &str = "/api/reports/schedules/";

async fn schedule(owner: &Member, body: &Value) -> Value {
    let created = owner.post(SCHEDULES, body).await.with(201);
    let id = created.number("id");
    assert_eq!(created.header("location"), format!("{SCHEDULES}{id}"));
    created.json()
}

/// Sets the clock to this moment.
fn go_to(app: &App, moment: &str) {
    use korotko_core::ports::Clock;
    let moment: DateTime<Utc> = moment.parse().unwrap();
    app.advance(moment - app.clock.now());
}

fn unsubscribe_link(app: &App, mail: &ReceivedMail) -> String {
    let header = mail.header("List-Unsubscribe").expect("RFC 8058");
    let post = mail.header("List-Unsubscribe-Post");
    assert_eq!(post.as_deref(), Some("List-Unsubscribe=One-Click"));
    app.path_of(header.trim_matches(['<', '>']))
}

async fn a_schedule_sends_a_report_when_it_is_due((app, ann): (App, Member)) {
    // It is Tuesday, 2026-12-01T00:00Z.
    let body = json!({"frequency": "weekly", "hour": 8, "tz": "Europe/Moscow", "language": "ru"});
    let created = schedule(&ann, &body).await;
    assert_eq!(created["next_at"], "2026-12-07T05:00:00+00:00");
    go_to(&app, "2026-12-07T04:59:59Z");
    app.korotko.jobs.run_due().await.unwrap();
    let ann = app.session(&ann.email, PASSWORD).await;
    assert!(ann.listed("/api/reports/", "id").await.is_empty());
    go_to(&app, "2026-12-07T05:00:00Z");
    let mails = app.mails_to(&ann.email, 2).await;
    let mail = &mails[1];
    assert_eq!(mail.header("Content-Language").as_deref(), Some("ru"));
    assert!(!mail.attachments().is_empty());
    unsubscribe_link(&app, mail);
    let reports = ann.get("/api/reports/").await.json();
    let report = &reports["items"][0];
    assert_eq!(report["from"], "2026-11-29T21:00:00+00:00");
    assert_eq!(report["to"], "2026-12-06T21:00:00+00:00");
    assert_eq!(report["schedule_id"], created["id"]);
    let next = ann
        .get(&format!("{SCHEDULES}{}", created["id"]))
        .await
        .json();
    assert_eq!(next["next_at"], "2026-12-14T05:00:00+00:00");
}

async fn a_missed_report_is_created_once(setup: Setup) {
    let nodes = [setup.start().await, setup.start().await];
    let app = &nodes[0];
    let ann = app.member("ann").await;
    schedule(&ann, &json!({"frequency": "daily", "hour": 1})).await;
    setup.stop().await;
    go_to(app, "2026-12-05T12:00:00Z");
    let nodes = [setup.start().await, setup.start().await];
    let workers = (0..16).map(|number| {
        let reports = nodes[number % 2].korotko.reports.clone();
        tokio::spawn(async move { reports.run_schedules().await.unwrap() })
    });
    futures_util::future::join_all(workers).await;
    let app = &nodes[0];
    let ann = app.session(&ann.email, PASSWORD).await;
    app.mails_to(&ann.email, 2).await;
    let reports = ann.listed("/api/reports/", "to").await;
    assert_eq!(reports, [json!("2026-12-05T00:00:00+00:00")]);
    go_to(app, "2026-12-06T01:00:00Z");
    app.mails_to(&ann.email, 3).await;
}

async fn an_unsubscribe_link_asks_on_get_and_deletes_the_schedule_on_post(
    (app, ann): (App, Member),
) {
    schedule(
        &ann,
        &json!({"frequency": "daily", "hour": 1, "language": "ru"}),
    )
    .await;
    go_to(&app, "2026-12-01T01:00:00Z");
    let mails = app.mails_to(&ann.email, 2).await;
    let link = unsubscribe_link(&app, &mails[1]);
    assert!(mails[1].text().contains(&link) && mails[1].html().contains(&link));
    let ann = app.session(&ann.email, PASSWORD).await;
    for method in [Method::GET, Method::HEAD] {
        let asked = app.ask(method.clone(), &link).await.with(200);
        assert_eq!(asked.header("content-type"), "text/html; charset=utf-8");
        let russian = ["<html lang=\"ru\">", "<form method=\"post\""];
        let is_page = russian.iter().all(|part| asked.body.contains(part));
        assert!(method == Method::HEAD || is_page, "{}", asked.body);
    }
    // A GET deletes nothing.
    assert_eq!(ann.listed(SCHEDULES, "id").await.len(), 1);
    let body = "List-Unsubscribe=One-Click";
    let end = || {
        app.ask(Method::POST, &link)
            .body("application/x-www-form-urlencoded", body)
    };
    assert!(end().await.with(200).body.contains("Вы отписались"));
    assert!(ann.listed(SCHEDULES, "id").await.is_empty());
    // A second time, and with any body.
    end().await.with(200);
    app.ask(Method::POST, &link).await.with(200);
    assert!(!app.get(&link).await.with(200).body.contains("<form"));
    app.advance(TimeDelta::days(2));
    app.korotko.jobs.run_due().await.unwrap();
    assert_eq!(app.mails_to(&ann.email, 2).await.len(), 2);
}

async fn a_forged_unsubscribe_link_deletes_nothing((app, ann): (App, Member)) {
    schedule(&ann, &json!({"frequency": "daily", "hour": 1})).await;
    for token in ["1", "1-", "1-00", "x"] {
        let path = format!("/api/reports/unsubscribe/{token}");
        app.get(&path).await.refused(400, "token-invalid");
        app.ask(Method::POST, &path)
            .await
            .refused(400, "token-invalid");
        let browser = app.get(&path).header("Accept", "text/html");
        browser.for_people().await.with(400);
    }
    assert_eq!(ann.listed(SCHEDULES, "id").await.len(), 1);
}

async fn a_schedule_belongs_to_its_owner_until_it_is_deleted((ann, bob): (Member, Member)) {
    let mut ids = Vec::new();
    for hour in 1..=3 {
        let created = schedule(&ann, &json!({"frequency": "monthly", "hour": hour})).await;
        ids.insert(0, created["id"].clone());
    }
    let listed = ann.listed("/api/reports/schedules/?limit=2", "id").await;
    assert_eq!(listed, ids);
    assert!(bob.listed(SCHEDULES, "id").await.is_empty());
    let path = format!("{SCHEDULES}{}", ids[0]);
    bob.get(&path).await.refused(404, "not-found");
    bob.delete(&path).await.refused(404, "not-found");
    ann.delete(&path).await.with(204);
    ann.delete(&path).await.refused(404, "not-found");
    for hour in 3..=20 {
        schedule(&ann, &json!({"frequency": "daily", "hour": hour})).await;
    }
    let more = json!({"frequency": "daily", "hour": 0});
    let refused = ann.post(SCHEDULES, &more).await;
    refused.refused(409, "schedule-limit-reached");
}

async fn an_invalid_schedule_is_refused_with_its_fields(ann: Member) {
    let body = json!({"frequency": "daily", "hour": 24, "tz": "x"});
    let refused = ann.post(SCHEDULES, &body).await;
    refused.invalid(["tz", "hour"]);
    for hour in [-1, 300] {
        let body = json!({"frequency": "daily", "hour": hour});
        let refused = ann.post(SCHEDULES, &body).await;
        let problem = refused.invalid(["hour"]).json();
        assert_eq!(problem["errors"][0]["message"], "must be from 0 to 23");
    }
    for (body, field) in [
        (json!({"hour": 1}), "frequency"),
        (json!({"frequency": "daily"}), "hour"),
        (json!({"frequency": "yearly", "hour": 1}), "frequency"),
        (
            json!({"frequency": "daily", "hour": 1, "email": "x"}),
            "email",
        ),
    ] {
        ann.post(SCHEDULES, &body).await.with(400).names([field]);
    }
}
