//! Reports by mail.

use chrono::TimeDelta;
use korotko_core::administration::Actor;
use korotko_core::job::JobState;
use serde_json::{Value, json};

use crate::support::workbook::Workbook;
use crate::support::{App, FIREFOX, Member, PASSWORD, Setup, on_both_databases, until};

on_both_databases!(
    a_report_is_mailed_as_a_workbook,
    a_report_covers_all_links_a_collection_or_one_link,
    a_report_without_links_says_so,
    repeating_a_request_returns_the_same_report_until_it_is_sent,
    a_report_of_a_deleted_link_or_collection_fails_with_a_reason,
    no_report_is_sent_to_a_deleted_account,
    an_unavailable_mail_server_delays_a_report,
    a_refused_report_fails_until_it_is_retried,
    an_invalid_report_is_refused_with_its_fields,
    reports_belong_to_their_owner_and_are_listed_newest_first,
);

const REPORTS: &str = "/api/reports/";

/// Ann, with the links `a` and `b`; the first has two clicks.
async fn ann_with_clicks(app: &App) -> Member {
    let ann = app.member("ann").await;
    let link = ann.link("a").await;
    ann.link("b").await;
    for _ in 0..2 {
        app.click(&ann.path("a"), FIREFOX).await.with(307);
    }
    ann.counted(link, 2).await;
    ann
}

async fn order(owner: &Member, body: &Value) -> i64 {
    let ordered = owner.post(REPORTS, body).await.with(202);
    let id = ordered.number("id");
    assert_eq!(ordered.header("location"), format!("/api/reports/{id}"));
    id
}

/// The workbook of the newest mail, once there are `count` besides the verification mail.
async fn workbook(app: &App, owner: &Member, count: usize) -> Workbook {
    let mails = app.mails_to(&owner.email, count + 1).await;
    Workbook::in_mail(mails.last().unwrap())
}

async fn a_report_is_mailed_as_a_workbook(app: App) {
    let ann = ann_with_clicks(&app).await;
    let body =
        json!({"from": "2026-11-30", "to": "2026-12-01", "tz": "Europe/Moscow", "language": "en"});
    let ordered = ann.post(REPORTS, &body).await.with(202).json();
    for (field, expected) in [
        ("scope", json!("all")),
        ("from", json!("2026-11-29T21:00:00+00:00")),
        ("to", json!("2026-12-01T21:00:00+00:00")),
        ("tz", json!("Europe/Moscow")),
        ("include_bots", json!(false)),
        ("failure", json!(null)),
        ("schedule_id", json!(null)),
    ] {
        assert_eq!(ordered[field], expected, "{field}");
    }
    let id = ordered["id"].as_i64().unwrap();
    let sent = ann.report(id, "sent").await;
    assert!(sent["finished_at"].is_string());
    let mails = app.mails_to(&ann.email, 2).await;
    assert_eq!(mails.len(), 2);
    let mail = &mails[1];
    let text = mail.text();
    assert!(text.contains('2') && text.contains("a?u="), "{text}");
    assert_eq!(mail.header("List-Unsubscribe"), None);
    let mut book = Workbook::in_mail(mail);
    let sheets = ["Summary", "Links", "By day", "Sources and devices"];
    assert_eq!(book.sheets(), sheets);
    let rows = [("a".to_owned(), 2), ("b".to_owned(), 0)];
    assert_eq!(book.links()[..2], rows);
    assert_eq!(book.days(), [0, 2]);
}

async fn a_report_covers_all_links_a_collection_or_one_link(app: App) {
    let ann = ann_with_clicks(&app).await;
    let ids = ann.listed("/api/links/?sort=slug", "id").await;
    let collection = ann.collection("Spring").await;
    ann.put_links(collection, &[ids[1].as_i64().unwrap()])
        .await
        .with(200);
    for (count, body, slugs) in [
        (
            1,
            json!({"scope": "collection", "collection_id": collection}),
            vec!["b"],
        ),
        (2, json!({"scope": "link", "link_id": ids[0]}), vec!["a"]),
        (3, json!({}), vec!["a", "b"]),
    ] {
        let id = order(&ann, &body).await;
        ann.report(id, "sent").await;
        let mut book = workbook(&app, &ann, count).await;
        let listed = book.links();
        let listed: Vec<_> = listed
            .iter()
            .map(|row| row.0.as_str())
            .filter(|slug| slug.len() == 1)
            .collect();
        assert_eq!(listed, slugs);
    }
}

async fn a_report_without_links_says_so((app, ann): (App, Member)) {
    let id = order(&ann, &json!({"language": "en"})).await;
    ann.report(id, "sent").await;
    let mut book = workbook(&app, &ann, 1).await;
    assert!(book.says("There are no links in this report yet"));
}

async fn repeating_a_request_returns_the_same_report_until_it_is_sent((app, ann): (App, Member)) {
    app.sink.stop().await;
    let body = json!({"from": "2026-11-01", "to": "2026-11-30"});
    let asks = (0..10).map(|_| order(&ann, &body));
    let ids = futures_util::future::join_all(asks).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let other = order(&ann, &json!({"from": "2026-11-01", "to": "2026-11-29"})).await;
    assert_ne!(other, ids[0]);
    app.sink.restart().await;
    app.advance(TimeDelta::minutes(1));
    // Concurrent reports of a user wait for each other a few seconds.
    until("a report that is sent", async || {
        app.advance(TimeDelta::seconds(1));
        app.korotko.jobs.run_due().await.unwrap();
        ann.read(&format!("{REPORTS}{}", ids[0])).await["state"] == "sent"
    })
    .await;
    assert_ne!(order(&ann, &body).await, ids[0]);
}

async fn a_report_of_a_deleted_link_or_collection_fails_with_a_reason((app, ann): (App, Member)) {
    app.sink.stop().await;
    let collection = ann.collection("Spring").await;
    let body = json!({"scope": "collection", "collection_id": collection});
    let id = order(&ann, &body).await;
    until("an attempt that meets no mail server", async || {
        let jobs = app.jobs(&[JobState::Waiting]).await;
        jobs.iter().any(|job| job.last_error.is_some())
    })
    .await;
    ann.delete(&format!("/api/collections/{collection}"))
        .await
        .with(204);
    app.sink.restart().await;
    app.advance(TimeDelta::minutes(1));
    let failed = ann.report(id, "failed").await;
    let reason = failed["failure"].as_str().unwrap();
    assert!(reason.contains("no longer exists"), "{reason}");
    assert_eq!(app.mails_to(&ann.email, 1).await.len(), 1);
}

async fn no_report_is_sent_to_a_deleted_account((app, ann): (App, Member)) {
    app.sink.stop().await;
    order(&ann, &json!({})).await;
    let schedule = json!({"frequency": "daily", "hour": 1});
    ann.post("/api/reports/schedules/", &schedule)
        .await
        .with(201);
    let body = json!({"password": PASSWORD});
    ann.delete("/api/users/me/").json(&body).await.with(204);
    app.sink.restart().await;
    app.advance(TimeDelta::days(2));
    app.korotko.jobs.run_due().await.unwrap();
    app.idle().await;
    assert_eq!(app.sink.mails().len(), 1, "the registration's alone");
}

async fn an_unavailable_mail_server_delays_a_report(setup: Setup) {
    let app = setup.start().await;
    let ann = app.member("ann").await;
    app.sink.stop().await;
    let id = order(&ann, &json!({})).await;
    for _ in 0..60 {
        app.korotko.jobs.run_due().await.unwrap();
        app.advance(TimeDelta::minutes(1));
    }
    app.sink.restart().await;
    app.advance(TimeDelta::minutes(1));
    let ann = app.session(&ann.email, PASSWORD).await;
    ann.report(id, "sent").await;
    assert_eq!(app.mails_to(&ann.email, 2).await.len(), 2, "once");
}

async fn a_refused_report_fails_until_it_is_retried((app, ann): (App, Member)) {
    app.sink
        .reply_to(korotko_testkit::Stage::Rcpt, "550 5.1.1 no such mailbox", 1);
    let id = order(&ann, &json!({})).await;
    let failed = ann.report(id, "failed").await;
    let reason = failed["failure"].as_str().unwrap();
    assert!(reason.contains("550"), "{reason}");
    let job = app.jobs(&[JobState::Failed]).await[0].id;
    app.korotko
        .administration
        .retry_job(Actor::CommandLine, job)
        .await
        .unwrap();
    let sent = ann.report(id, "sent").await;
    assert!(sent["failure"].is_null());
}

async fn an_invalid_report_is_refused_with_its_fields((app, ann, bob): (App, Member, Member)) {
    let foreign = bob.link("bobs").await;
    for (body, fields) in [
        (json!({"from": "soon", "tz": "Europe/Moscow"}), vec!["from"]),
        (json!({"tz": "Mars"}), vec!["tz"]),
        (
            json!({"from": "2026-11-30", "to": "2026-11-29"}),
            vec!["to"],
        ),
        (
            json!({"scope": "link", "link_id": foreign}),
            vec!["link_id"],
        ),
        (
            json!({"scope": "collection", "collection_id": 1}),
            vec!["collection_id"],
        ),
    ] {
        ann.post(REPORTS, &body).await.invalid(fields);
    }
    for (body, field) in [
        (json!({"scope": "link"}), "link_id"),
        (json!({"scope": "collection"}), "collection_id"),
        (json!({"link_id": 1}), "link_id"),
        (
            json!({"scope": "link", "link_id": 1, "collection_id": 1}),
            "collection_id",
        ),
        (json!({"scope": "some"}), "scope"),
        (json!({"language": "de"}), "language"),
        (json!({"email": "bob@example.com"}), "email"),
        (json!({"include_bots": "yes"}), "include_bots"),
    ] {
        ann.post(REPORTS, &body).await.with(400).names([field]);
    }
    app.post(REPORTS, &json!({})).await.with(401);
}

async fn reports_belong_to_their_owner_and_are_listed_newest_first((ann, bob): (Member, Member)) {
    let mut ids = Vec::new();
    for day in 1..=3 {
        ids.insert(
            0,
            order(&ann, &json!({"from": format!("2026-11-0{day}")})).await,
        );
    }
    let listed = ann.listed("/api/reports/?limit=2", "id").await;
    assert_eq!(listed, ids);
    assert!(bob.listed(REPORTS, "id").await.is_empty());
    bob.get(&format!("{REPORTS}{}", ids[0]))
        .await
        .refused(404, "not-found");
    let refused = ann.get("/api/reports/?after=x").await;
    refused.refused(400, "invalid-parameter");
}
