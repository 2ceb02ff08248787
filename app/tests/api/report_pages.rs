//! Reports and their schedules on a page.

use serde_json::json;

use crate::support::{ANN, App, Member, on_both_databases};

on_both_databases!(
    a_report_is_ordered_on_a_page,
    a_report_that_cannot_be_ordered_names_the_field,
    a_schedule_is_created_ended_and_offered_again_on_a_page,
);

const REPORTS: &str = "/app/reports";

async fn a_report_is_ordered_on_a_page((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let collection = ann.collection("<b>Spring").await;
    let page = async |path: &str| {
        app.page(path)
            .header("Cookie", &cookie)
            .await
            .with(200)
            .body
    };
    let scope = format!("collection:{collection}");
    let offered = page(&format!("{REPORTS}?scope={scope}")).await;
    let option = format!("<option value=\"{scope}\" selected>&#60;b&#62;Spring</option>");
    assert!(offered.contains(&option), "{offered}");
    let order = async |scope: &str, from: &str| {
        let fields = [
            ("form", "order"),
            ("scope", scope),
            ("from", from),
            ("language", "ru"),
        ];
        app.form(REPORTS, &fields).header("Cookie", &cookie).await
    };
    order(&scope, "").await.with(303);
    let listed = ann.read("/api/reports/").await;
    let report = &listed["items"][0];
    assert_eq!(report["collection_id"], json!(collection));
    assert_eq!(report["language"], "ru");
    let sent = page(REPORTS).await;
    assert!(sent.contains("2026-11-02 – 2026-12-01"), "{sent}");
    ann.report(report["id"].as_i64().unwrap(), "sent").await;
    assert!(
        page(REPORTS)
            .await
            .contains("<span class=\"state\">sent</span>")
    );
}

async fn a_report_that_cannot_be_ordered_names_the_field((app, ann): (App, Member)) {
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    for (scope, from, error) in [
        ("all", "soon", "id=\"from-error\""),
        ("collection:99", "", "id=\"collection_id-error\""),
        ("nothing", "", "id=\"scope-error\""),
    ] {
        let fields = [
            ("form", "order"),
            ("scope", scope),
            ("from", from),
            ("language", "ru"),
        ];
        let refused = app.form(REPORTS, &fields).header("Cookie", &cookie).await;
        let body = refused.with(200).body;
        assert!(body.contains(error), "{body}");
    }
    assert!(ann.listed("/api/reports/", "id").await.is_empty());
}

async fn a_schedule_is_created_ended_and_offered_again_on_a_page((app, ann): (App, Member)) {
    const SCHEDULES: &str = "/api/reports/schedules/";
    let cookie = app.cookie(&app.browser(ANN, "Firefox").await);
    let fields = [
        ("form", "schedule"),
        ("scope", "all"),
        ("frequency", "daily"),
        ("hour", "7"),
        ("language", "en"),
    ];
    let made = app.form(REPORTS, &fields).header("Cookie", &cookie).await;
    made.with(303);
    let id = ann.listed(SCHEDULES, "id").await[0].to_string();
    let page = app.page(REPORTS).header("Cookie", &cookie).await.with(200);
    assert!(
        page.body.contains("Every day at 07:00 (UTC)"),
        "{}",
        page.body
    );
    let end = [("form", "end"), ("schedule", id.as_str())];
    let bob = app.member("bob").await;
    let bobs = app.cookie(&app.browser(&bob.email, "Firefox").await);
    let foreign = app.form(REPORTS, &end).header("Cookie", &bobs);
    foreign.for_people().await.with(404);
    let ended = app.form(REPORTS, &end).header("Cookie", &cookie).await;
    let ended = ended.with(303);
    assert!(ann.listed(SCHEDULES, "id").await.is_empty());
    let again = app.page(ended.header("location")).header("Cookie", &cookie);
    let again = again.await.with(200);
    for chosen in [
        "<option value=\"daily\" selected>",
        "<option value=\"7\" selected>",
    ] {
        assert!(again.body.contains(chosen), "{}", again.body);
    }
}
