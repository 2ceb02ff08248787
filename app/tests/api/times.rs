//! Times in requests, and the limits of times.

use serde_json::{Value, json};

use crate::support::{App, FIREFOX, Member, on_both_databases};

on_both_databases!(
    an_invalid_time_is_refused_by_name_everywhere,
    the_last_valid_second_is_supported,
    an_unescaped_plus_is_parsed,
    a_date_skipped_by_a_time_zone_is_no_group,
);

const REFUSED: [&str; 10] = [
    "",
    "soon",
    "2027-01-31",
    "31.01.2027",
    "2027-01-31T12:00:00",
    "+262142-12-31T23:59:60Z",
    "+262142-12-31T23:59:59Z",
    "9999-12-31T23:59:59-05:00",
    "2027-01-31T23:59:60Z",
    "1969-12-31T23:59:59Z",
];

const LAST: &str = "9999-12-31T23:59:59Z";

/// Fails unless the field is named, with an example.
#[track_caller]
fn assert_tells(problem: &Value, field: &str, time: &str) {
    assert_eq!(problem["errors"][0]["field"], field, "{time}: {problem}");
    let message = problem["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("such as 20"), "{time}: {message}");
}

async fn an_invalid_time_is_refused_by_name_everywhere((app, ann): (App, Member)) {
    let id = ann.link("a").await;
    for time in REFUSED {
        assert_bodies_refuse(&app, &ann, id, time).await;
        assert_queries_refuse(&ann, time).await;
        assert_import_refuses(&ann, time).await;
    }
}

async fn assert_bodies_refuse(app: &App, ann: &Member, id: i64, time: &str) {
    let link = json!({"url": "https://example.com/a", "expires_at": time});
    let refused = app.post("/api/links/", &link).await.with(400);
    assert_tells(&refused.json(), "expires_at", time);
    let edit = json!({"expires_at": time});
    let refused = ann.patch(&format!("/api/links/{id}"), &edit);
    assert_tells(&refused.await.with(400).json(), "expires_at", time);
    let create = json!({"op": "create", "link": link});
    let edit = json!({"op": "update", "id": id, "changes": edit});
    for (operation, part) in [(create, "link"), (edit, "changes")] {
        let body = json!({"operations": [operation]});
        let refused = ann.post("/api/links/batch", &body).await;
        let field = format!("operations[0].{part}.expires_at");
        assert_tells(&refused.with(400).json(), &field, time);
    }
}

async fn assert_queries_refuse(ann: &Member, time: &str) {
    let escaped = time.replace('+', "%2B");
    for name in ["created_from", "created_until"] {
        let path = format!("/api/links/?{name}={escaped}");
        let refused = ann.get(&path).await.with(400);
        assert_tells(&refused.json(), name, time);
    }
    // The bounds of a period may be dates.
    if time == "2027-01-31" {
        return;
    }
    for name in ["from", "to"] {
        let path = format!("/api/stats?{name}={escaped}");
        let refused = ann.get(&path).await.with(422);
        assert_tells(&refused.json(), name, time);
        let order = ann.post("/api/reports/", &json!({name: time}));
        assert_tells(&order.await.with(422).json(), name, time);
    }
}

async fn assert_import_refuses(ann: &Member, time: &str) {
    let link = json!([{"url": "https://example.com", "expires_at": time}]).to_string();
    let csv = format!("url,expires_at\nhttps://example.com,{time}\n");
    for (kind, body) in [("application/json", link), ("text/csv", csv)] {
        // An empty cell counts as absent.
        if kind == "text/csv" && time.is_empty() {
            continue;
        }
        let report = ann.import_as("", kind, body).await.with(200).json();
        assert_tells(&report["results"][0]["problem"], "expires_at", time);
    }
}

async fn the_last_valid_second_is_supported((app, ann): (App, Member)) {
    let link = json!({"url": "https://example.com/a", "slug": "last", "expires_at": LAST});
    let created = ann.post("/api/links/", &link).await.with(201);
    let shown = created.text("expires_at");
    assert_eq!(shown, "9999-12-31T23:59:59+00:00");
    app.click(&ann.path("last"), FIREFOX).await.with(307);
    ann.counted(created.number("id"), 1).await;
    for zone in ["Pacific/Kiritimati", "Etc/GMT+12", "UTC"] {
        assert_shown_in(&ann, zone).await;
    }
    // An export can be imported.
    let file = ann.get("/api/links/export?format=json").await.with(200);
    let file = file.body.replace("\"last\"", "\"again\"");
    let report = ann.import_as("", "application/json", file).await;
    let report = report.with(200).json();
    assert_eq!(report["results"][0]["status"], 201, "{report}");
}

async fn assert_shown_in(ann: &Member, zone: &str) {
    let escaped = zone.replace('+', "%2B");
    for period in ["", "&from=8999-12-30&to=8999-12-31&granularity=hour"] {
        let path = format!("/api/stats?tz={escaped}{period}");
        ann.get(&path).await.with(200);
    }
    let order = ann.post("/api/reports/", &json!({"tz": zone}));
    let report = order.await.with(202).number("id");
    ann.report(report, "sent").await;
}

async fn an_unescaped_plus_is_parsed(ann: Member) {
    let ends = "from=2026-11-30T10:00:00+03:00&to=2026-11-30T12:00:00+03:00";
    let (plain, escaped) = (format!("/api/stats?{ends}"), ends.replace('+', "%2B"));
    let plain = ann.read(&plain).await;
    let escaped = ann.get(&format!("/api/stats?{escaped}")).await;
    assert_eq!(plain, escaped.with(200).json());
    assert_eq!(plain["from"], "2026-11-30T07:00:00+00:00");
    assert_eq!(plain["to"], "2026-11-30T09:00:00+00:00");
    let listed = "/api/links/?created_from=2026-11-30T10:00:00+03:00";
    ann.get(listed).await.with(200);
}

async fn a_date_skipped_by_a_time_zone_is_no_group(ann: Member) {
    let path = "/api/stats?tz=Pacific/Apia&from=2011-12-29&to=2011-12-31";
    let stats = ann.read(path).await;
    let groups = stats["groups"].as_array().unwrap().iter();
    let keys: Vec<_> = groups.map(|group| group["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["2011-12-29", "2011-12-31"]);
}
