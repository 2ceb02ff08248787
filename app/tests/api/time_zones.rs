//! The time zone of an account.

use serde_json::{Value, json};

use crate::support::{App, Member, on_both_databases};

on_both_databases!(
    the_time_zone_of_an_account_is_the_default_of_statistics_reports_and_schedules,
    a_wrong_time_zone_is_refused_and_null_removes_it,
);

const ME: &str = "/api/users/me/";

/// The zones of statistics, of a report and of a schedule of this member, each with these parameters.
async fn zones(member: &Member, query: &str, zone: &Value) -> [String; 3] {
    let stats = member.read(&format!("/api/stats{query}")).await;
    let with_zone = |mut body: Value| {
        if zone.is_string() {
            body["tz"] = zone.clone();
        }
        body
    };
    let report = member.post("/api/reports/", &with_zone(json!({})));
    let report = report.await.with(202).text("tz");
    let schedule = with_zone(json!({"frequency": "daily", "hour": 1}));
    let schedule = member.post("/api/reports/schedules/", &schedule);
    let schedule = schedule.await.with(201).text("tz");
    [stats["tz"].as_str().unwrap().to_owned(), report, schedule]
}

async fn set_zone(member: &Member, zone: &Value) {
    let updated = member.patch(ME, &json!({"time_zone": zone})).await;
    assert_eq!(updated.with(200).json()["time_zone"], *zone);
    assert_eq!(member.read(ME).await["time_zone"], *zone);
}

async fn the_time_zone_of_an_account_is_the_default_of_statistics_reports_and_schedules(
    (app, ann): (App, Member),
) {
    assert_eq!(zones(&ann, "", &Value::Null).await, ["UTC"; 3]);
    set_zone(&ann, &json!("Asia/Kathmandu")).await;
    assert_eq!(zones(&ann, "", &Value::Null).await, ["Asia/Kathmandu"; 3]);
    let moscow = json!("Europe/Moscow");
    let named = zones(&ann, "?tz=Europe/Moscow", &moscow).await;
    assert_eq!(named, ["Europe/Moscow"; 3]);
    // A key acts for its owner.
    let key = ann.key(&["stats:read"]).await.text("key");
    let stats = app.get("/api/stats").bearer(&key).await.with(200);
    assert_eq!(stats.text("tz"), "Asia/Kathmandu");
    // Earlier schedules keep their zone.
    let listed = ann.listed("/api/reports/schedules/", "tz").await;
    let expected = json!(["Europe/Moscow", "Asia/Kathmandu", "UTC"]);
    assert_eq!(json!(listed), expected);
}

async fn a_wrong_time_zone_is_refused_and_null_removes_it(ann: Member) {
    set_zone(&ann, &json!("America/Argentina/ComodRivadavia")).await;
    for wrong in [
        "",
        "Moscow",
        "UTC+3",
        "Mars/Olympus_Mons",
        "europe\u{0}moscow",
    ] {
        let body = json!({"time_zone": wrong, "default_query_forwarding": "append"});
        let refused = ann.patch(ME, &body).await;
        refused.refused(422, "invalid").names(["time_zone"]);
    }
    let me = ann.read(ME).await;
    assert_eq!(me["default_query_forwarding"], "off");
    assert_eq!(me["time_zone"], "America/Argentina/ComodRivadavia");
    // A field that is absent stays.
    let other = json!({"default_query_forwarding": "append"});
    let me = ann.patch(ME, &other).await.with(200).json();
    assert_eq!(me["time_zone"], "America/Argentina/ComodRivadavia");
    set_zone(&ann, &Value::Null).await;
}
