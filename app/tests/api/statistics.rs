//! Statistics.

use chrono::TimeDelta;
use serde_json::Value;

use crate::support::{App, FIREFOX, Member, PASSWORD, on_both_databases};

on_both_databases!(
    clicks_are_grouped_by_local_time,
    a_period_has_local_days_or_quarter_hours,
    clicks_are_grouped_by_dimension,
    invalid_statistics_parameters_are_refused_by_name,
    statistics_of_others_are_not_found,
);

fn shown(stats: &Value) -> Vec<(String, u64)> {
    let groups = stats["groups"].as_array().unwrap().iter();
    let shown = groups.map(|group| {
        let key = group["key"].as_str().unwrap().to_owned();
        (key, group["clicks"].as_u64().unwrap())
    });
    shown.filter(|(_, clicks)| *clicks > 0).collect()
}

fn owned(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    let owned = |(key, clicks): &(&str, u64)| ((*key).to_owned(), *clicks);
    expected.iter().map(owned).collect()
}

/// A user with a link that was clicked every 8 hours from 00:00, for two and a half days.
async fn clicked_for_days(app: &App) -> (Member, i64) {
    let mut ann = app.member("ann").await;
    let link = ann.link("promo").await;
    for number in 1..=8 {
        let path = ann.path("promo");
        app.click(&path, FIREFOX).await.with(307);
        ann.counted(link, number).await;
        app.advance(TimeDelta::hours(8));
        ann = app.session(&ann.email, PASSWORD).await;
    }
    (ann, link)
}

async fn clicks_are_grouped_by_local_time(app: App) {
    let (ann, link) = clicked_for_days(&app).await;
    for (query, expected) in [
        (
            "tz=Europe/Moscow",
            vec![("2026-12-01", 3), ("2026-12-02", 3), ("2026-12-03", 2)],
        ),
        (
            "tz=America/New_York",
            vec![
                ("2026-11-30", 1),
                ("2026-12-01", 3),
                ("2026-12-02", 3),
                ("2026-12-03", 1),
            ],
        ),
        (
            "tz=Asia/Kathmandu&granularity=hour&from=2026-12-01&to=2026-12-01",
            vec![
                ("2026-12-01T05:00+05:45", 1),
                ("2026-12-01T13:00+05:45", 1),
                ("2026-12-01T21:00+05:45", 1),
            ],
        ),
        ("granularity=week", vec![("2026-11-30", 8)]),
        (
            "granularity=month&tz=America/New_York",
            vec![("2026-11", 1), ("2026-12", 7)],
        ),
    ] {
        let path = format!("/api/links/{link}/stats?{query}");
        let stats = ann.read(&path).await;
        assert_eq!(shown(&stats), owned(&expected), "{query}");
    }
}

async fn a_period_has_local_days_or_quarter_hours(app: App) {
    let (ann, link) = clicked_for_days(&app).await;
    let stats = async |query: &str| {
        let path = format!("/api/links/{link}/stats?{query}");
        ann.read(&path).await
    };
    let usual = stats("tz=Europe/Moscow").await;
    assert_eq!(usual["groups"].as_array().unwrap().len(), 30);
    assert_eq!(usual["total"]["clicks"], 8);
    let there = stats("tz=Asia/Kathmandu&from=2026-12-01&to=2026-12-01").await;
    assert_eq!(there["from"], "2026-11-30T18:15:00+00:00");
    assert_eq!(there["to"], "2026-12-01T18:15:00+00:00");
    let part = stats("from=2026-12-01T07:50:00Z&to=2026-12-02T00:00:00Z").await;
    assert_eq!(part["from"], "2026-12-01T07:45:00+00:00");
    assert_eq!(part["total"]["clicks"], 2);
}

/// Four clicks of people with Firefox on Linux, with different referrers and languages.
async fn clicked_from_everywhere(app: &App, owner: &Member) -> i64 {
    let link = owner.link("promo").await;
    let path = owner.path("promo");
    for (referrer, language) in [
        ("https://News.example/a?token=secret", "ru-RU,en;q=0.5"),
        ("https://news.example/b", "en"),
        ("android-app://org.telegram.messenger/", "en-GB"),
    ] {
        let click = app.get(&path).header("User-Agent", FIREFOX);
        let click = click.header("Referer", referrer);
        click.header("Accept-Language", language).await.with(307);
    }
    app.click(&path, FIREFOX).await.with(307);
    owner.counted(link, 4).await;
    link
}

async fn clicks_are_grouped_by_dimension((app, ann): (App, Member)) {
    let link = clicked_from_everywhere(&app, &ann).await;
    for (group_by, expected) in [
        (
            "referrer",
            vec![("news.example", 2), ("", 1), ("org.telegram.messenger", 1)],
        ),
        ("language", vec![("en", 2), ("", 1), ("ru", 1)]),
        ("browser", vec![("Firefox", 4)]),
        ("os", vec![("Linux", 4)]),
        ("device", vec![("desktop", 4)]),
    ] {
        for of in [format!("/api/links/{link}/stats"), "/api/stats".to_owned()] {
            let path = format!("{of}?group_by={group_by}");
            let stats = ann.read(&path).await;
            assert_eq!(shown(&stats), owned(&expected), "{path}");
            assert_eq!(stats["total"]["clicks"], 4);
        }
    }
    let cut = "/api/stats?group_by=referrer&limit=1";
    let cut = ann.get(cut).await.json();
    assert_eq!(shown(&cut), owned(&[("news.example", 2)]));
    assert_eq!(cut["other"]["clicks"], 2);
    assert_eq!(cut["total"]["clicks"], 4);
    assert!(!cut.to_string().contains("secret"));
}

async fn invalid_statistics_parameters_are_refused_by_name(ann: Member) {
    for (query, fields) in [
        ("tz=Moscow", vec!["tz"]),
        ("from=soon&to=later", vec!["to", "from"]),
        ("from=2026-12-02&to=2026-12-01", vec!["to"]),
        ("from=2000-01-01", vec!["from"]),
        ("from=2020-01-01&granularity=hour", vec!["granularity"]),
    ] {
        let refused = ann.get(&format!("/api/stats?{query}")).await;
        refused.invalid(fields);
    }
    for (query, field) in [
        ("group_by=city", "group_by"),
        ("granularity=year", "granularity"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
    ] {
        let refused = ann.get(&format!("/api/stats?{query}")).await;
        refused.bad_parameter([field]);
    }
}

async fn statistics_of_others_are_not_found((app, ann, bob): (App, Member, Member)) {
    let link = ann.link("promo").await;
    let collection = ann.collection("Spring").await;
    app.click(&ann.path("promo"), FIREFOX).await.with(307);
    ann.counted(link, 1).await;
    for path in [
        format!("/api/links/{link}/stats"),
        format!("/api/collections/{collection}/stats"),
    ] {
        ann.get(&path).await.with(200);
        bob.get(&path).await.refused(404, "not-found");
        app.get(&path).await.with(401);
    }
    let stats = bob.read("/api/stats").await;
    assert_eq!(stats["total"]["clicks"], 0);
}
