//! Reports, statistics and lists have consistent numbers.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use korotko_core::click::{Agent, Click, ClickBatch, ClickKind, LogPart, Referrer, VisitorHash};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickLogId, LogOffset};
use serde_json::{Value, json};

use crate::support::workbook::Workbook;
use crate::support::{App, Member, eventually, on_both_databases};

on_both_databases!(reports_statistics_and_lists_agree_in_every_time_zone);

const SLUGS: [&str; 4] = ["a", "b", "d", "e"];

/// Clicks of the first three links every 7 minutes for a week, over the end of summer time in New York.
fn clicks(links: &[i64]) -> Vec<Click> {
    let start: DateTime<Utc> = "2026-10-29T00:03:00Z".parse().unwrap();
    let end = start + TimeDelta::days(7);
    let moments = std::iter::successors(Some(start), |at| Some(*at + TimeDelta::minutes(7)));
    let moments = moments.take_while(|at| *at < end);
    moments
        .enumerate()
        .map(|(number, at)| click(number, at, links[number % 3]))
        .collect()
}

fn click(number: usize, at: DateTime<Utc>, link: i64) -> Click {
    let kind = ClickKind::ALL[number / 3 % 3];
    let referrer = ["", "news.example", "t.example"][number % 7 % 3];
    let browser = ["Firefox", "Chrome", ""][number % 5 % 3];
    Click {
        at,
        link: LinkId(link),
        kind,
        referrer: Referrer::from_host(referrer),
        agent: Arc::new(Agent {
            browser: browser.to_owned(),
            ..Agent::default()
        }),
        language: None,
        visitor: (kind == ClickKind::Human)
            .then_some(VisitorHash(i64::try_from(number % 11).unwrap())),
    }
}

/// Counts the clicks in parts, as a drainer does.
async fn count(app: &App, clicks: &[Click]) {
    let mut from = 0;
    for part in clicks.chunks(100) {
        let log_part = LogPart {
            log: ClickLogId(1),
            from: LogOffset::at(from),
            until: from + 10,
            lost: 0,
        };
        let mut batch = ClickBatch::default();
        batch.add(log_part, part.iter().cloned());
        while !batch.is_folded() {
            app.korotko.clicks.fold(&mut batch, 100).await.unwrap();
        }
        from += 10;
    }
}

/// A time zone, the first and last day of a period, and its number of days.
type Query = (&'static str, &'static str, &'static str, usize);

async fn stats(owner: &Member, of: &str, query: &Query, rest: &str) -> Value {
    let (zone, from, to, _) = query;
    let path = format!("{of}?tz={zone}&from={from}&to={to}&{rest}");
    owner.read(&path).await
}

fn sum(stats: &Value, field: &str) -> u64 {
    let groups = stats["groups"].as_array().unwrap().iter();
    groups.map(|group| group[field].as_u64().unwrap()).sum()
}

async fn workbook(app: &App, owner: &Member, query: &Query, bots: bool) -> Workbook {
    let before = app.sink.mails().len();
    let (zone, from, to, _) = query;
    let body = json!({"from": from, "to": to, "tz": zone,
        "include_bots": bots, "language": "en"});
    owner.post("/api/reports/", &body).await.with(202);
    let mail = eventually("the report", async || {
        app.korotko.jobs.run_due().await.unwrap();
        let mails = app.sink.mails();
        (mails.len() > before).then(|| mails.last().unwrap().clone())
    });
    Workbook::in_mail(&mail.await)
}

/// The groupings of clicks.
const GROUPINGS: [&str; 9] = [
    "time",
    "time&granularity=hour",
    "time&granularity=week",
    "referrer",
    "browser",
    "os",
    "device",
    "language",
    "kind",
];

const PERIODS: [Query; 5] = [
    ("Europe/Moscow", "2026-10-30", "2026-11-03", 5),
    ("Asia/Kathmandu", "2026-10-30", "2026-11-03", 5),
    ("America/New_York", "2026-10-30", "2026-11-03", 5),
    ("America/New_York", "2026-11-01", "2026-11-01", 1),
    ("UTC", "2026-10-01", "2026-11-30", 61),
];

/// The groups of each grouping add up to `total`, and so do the links; returns the clicks of the links.
async fn check_sums(
    owner: &Member,
    (query, links): (&Query, &[i64]),
    (field, total): (&str, u64),
) -> Vec<u64> {
    for grouping in GROUPINGS {
        let (zone, rest) = (query.0, format!("group_by={grouping}"));
        let grouped = stats(owner, "/api/stats", query, &rest).await;
        assert_eq!(sum(&grouped, field), total, "{rest} in {zone}");
    }
    let mut by_link = Vec::new();
    for link in links {
        let of = format!("/api/links/{link}/stats");
        let counted = stats(owner, &of, query, "").await;
        by_link.push(counted["total"][field].as_u64().unwrap());
    }
    assert_eq!(by_link.iter().sum::<u64>(), total);
    by_link
}

async fn check(app: &App, owner: &Member, query: &Query, links: &[i64]) {
    let (zone, .., count) = query;
    let days = stats(owner, "/api/stats", query, "").await;
    let groups = days["groups"].as_array().unwrap();
    assert_eq!(groups.len(), *count);
    for (bots, field) in [(true, "clicks"), (false, "human_clicks")] {
        let total = days["total"][field].as_u64().unwrap();
        assert!(total > 0);
        let by_link = check_sums(owner, (query, links), (field, total)).await;
        let mut book = workbook(app, owner, query, bots).await;
        let daily = groups.iter().map(|day| day[field].as_u64().unwrap());
        assert_eq!(book.days(), daily.collect::<Vec<_>>(), "{zone}");
        let rows = book.links();
        for (slug, clicks) in SLUGS.iter().zip(&by_link) {
            let row = rows.iter().find(|row| row.0 == *slug);
            assert_eq!(row.map(|row| row.1), Some(*clicks), "{slug}: {rows:?}");
        }
    }
}

async fn reports_statistics_and_lists_agree_in_every_time_zone((app, ann): (App, Member)) {
    let mut links = Vec::new();
    for slug in SLUGS {
        links.push(ann.link(slug).await);
    }
    let clicks = clicks(&links);
    count(&app, &clicks).await;
    for query in &PERIODS {
        check(&app, &ann, query, &links).await;
    }
    // The days are past, so the sweep compacts them.
    app.korotko.jobs.sweep().await.unwrap();
    for query in &PERIODS[1..3] {
        check(&app, &ann, query, &links).await;
    }
    let humans = clicks.iter().filter(|click| click.kind == ClickKind::Human);
    for (field, expected) in [("clicks", clicks.len()), ("human_clicks", humans.count())] {
        let listed = ann.listed("/api/links/?sort=-clicks", field).await;
        let listed = listed.iter().map(|clicks| clicks.as_u64().unwrap());
        assert_eq!(listed.sum::<u64>(), expected as u64, "{field}");
    }
}
