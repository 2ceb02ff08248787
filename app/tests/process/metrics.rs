//! The metrics: that they are right, documented, and there in time.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::time::{Duration, Instant};

use korotko_testkit::{Answer, SmtpSink, TcpProxy};
use reqwest::Method;
use serde_json::json;

use crate::client::{ANN, Client};
use crate::home::{Home, on_both_databases};
use crate::outage::through_proxy;
use crate::program::{DEADLINE, Program, assert_hides, assert_says, until};
use crate::scrapes::{Scrape, metrics_url};

const OPERATIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/OPERATIONS.md");

/// How long a scrape may take on a busy machine: the database has a second.
const IN_TIME: Duration = Duration::from_secs(8);

on_both_databases!(what_happens_is_counted, the_document_lists_every_metric);

/// A program with metrics, which sends its mails to `sink`.
fn measured(home: &Home, command: &str, sink: &SmtpSink) -> Program {
    let program = home.korotko(command).with("METRICS_LISTEN", "127.0.0.1:0");
    program.with("SMTP_URL", sink.url())
}

async fn what_happens_is_counted(home: Home) {
    let sink = SmtpSink::start().await;
    let listening = measured(&home, "serve", &sink).listen().await;
    let url = metrics_url(&listening.process).await;
    let client = listening.client();
    let before = Scrape::of(&client, &url).await;
    assert!(before.is("korotko_redirects_total", &[("outcome", "target")], 0.0));
    exercise(&client, &sink).await;
    let settled = async || {
        let scrape = Scrape::of(&client, &url).await;
        scrape.is("korotko_clicks_counted_total", &[], 5.0)
            && scrape.is("korotko_jobs_executed_total", &[("outcome", "done")], 1.0)
            && scrape.is("korotko_jobs", &[("state", "waiting")], 0.0)
    };
    until("clicks and jobs are counted", settled).await;
    let scrape = Scrape::of(&client, &url).await;
    assert_counted(&scrape);
    assert_hides(&scrape.0, &["promo", "example.com", "127.0.0.1"]);
    listening.stop().await;
}

/// Signs up, fails to sign in, and follows links.
async fn exercise(client: &Client, sink: &SmtpSink) {
    let session = client.sign_up(ANN, sink).await;
    let wrong = json!({"email": ANN, "password": "Wrong-horse-7"});
    client.post("/api/users/signin", &wrong).await.with(401);
    let forged = client.request(Method::GET, "/api/users/me");
    Answer::to(forged.bearer_auth("forged")).await.with(401);
    let link = json!({"url": "https://example.com/", "slug": "promo", "namespace": "global"});
    client.make(&session, "/api/links/", &link).await;
    client.follow("/promo", 4).await;
    client.follow("/api/url/promo", 1).await;
    client.get("/unknown").await.with(404);
    client.get("/not/a/route").await.with(404);
}

/// A metric, labels, and their sum after `exercise`.
type Counted = (&'static str, &'static [(&'static str, &'static str)], f64);

const COUNTED: [Counted; 16] = [
    ("korotko_redirects_total", &[("outcome", "target")], 5.0),
    ("korotko_redirects_total", &[("outcome", "not-found")], 1.0),
    (
        "korotko_http_requests_total",
        &[("route", "/{slug}"), ("status", "307"), ("method", "GET")],
        4.0,
    ),
    (
        "korotko_http_requests_total",
        &[("route", "/api/url/{slug}"), ("status", "307")],
        1.0,
    ),
    (
        "korotko_http_requests_total",
        &[("route", "unmatched"), ("status", "404")],
        1.0,
    ),
    (
        "korotko_http_request_duration_seconds_count",
        &[("route", "/api/users/signin"), ("method", "POST")],
        2.0,
    ),
    ("korotko_sign_ins_total", &[("outcome", "succeeded")], 1.0),
    (
        "korotko_sign_ins_total",
        &[("outcome", "invalid-credentials")],
        1.0,
    ),
    ("korotko_tokens_refused_total", &[], 1.0),
    // To register, and to sign in twice.
    ("korotko_password_hashes_total", &[("outcome", "done")], 3.0),
    (
        "korotko_mails_total",
        &[("kind", "verification"), ("outcome", "sent")],
        1.0,
    ),
    ("korotko_mails_total", &[], 1.0),
    ("korotko_clicks_dropped_total", &[], 0.0),
    ("korotko_click_log_bytes", &[], 0.0),
    ("korotko_database_up", &[], 1.0),
    ("korotko_log_lines_lost_total", &[], 0.0),
];

#[track_caller]
fn assert_counted(scrape: &Scrape) {
    for (name, labels, expected) in COUNTED {
        let found = scrape.sum(name, labels);
        assert!(
            scrape.is(name, labels, expected),
            "{name} {labels:?}: {found}"
        );
    }
    let hits = scrape.sum(
        "korotko_cache_lookups_total",
        &[("cache", "routes"), ("result", "hit")],
    );
    assert!(hits >= 1.0, "{hits}");
    assert!(scrape.sum("korotko_news_age_seconds", &[]) < 60.0);
    assert!(scrape.sum("process_resident_memory_bytes", &[]) > 1e6);
    assert!(scrape.sum("korotko_http_connections", &[]) >= 1.0);
    let calls = [("call", "begin")];
    assert!(scrape.sum("korotko_database_calls_total", &calls) > 5.0);
}

/// The table of the document: the labels and the type of each metric.
fn documented() -> BTreeMap<String, (String, Vec<String>)> {
    let text = fs::read_to_string(OPERATIONS).unwrap();
    let (_, rows) = text.split_once("<!-- metrics -->").unwrap();
    let (rows, _) = rows.split_once("<!-- /metrics -->").unwrap();
    let rows = rows.lines().filter(|row| row.starts_with("| `"));
    rows.map(|row| {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let name = cells[1].trim_matches('`').to_owned();
        let labels = cells[3].split(", ").filter(|label| !label.is_empty());
        let labels = labels.map(|label| label.trim_matches('`').to_owned());
        let mut labels: Vec<_> = labels.collect();
        labels.sort_unstable();
        (name, (cells[2].to_owned(), labels))
    })
    .collect()
}

async fn the_document_lists_every_metric(home: Home) {
    let sink = SmtpSink::start().await;
    let listening = measured(&home, "serve", &sink).listen().await;
    let client = listening.client();
    client.get("/docs").await.with(200);
    let url = metrics_url(&listening.process).await;
    let scrape = Scrape::of(&client, &url).await;
    let shown = scrape.types().into_iter().map(|(name, kind)| {
        let labels = scrape.labels(name).into_iter().collect();
        (name.to_owned(), (kind.to_owned(), labels))
    });
    let shown: BTreeMap<_, (_, Vec<_>)> = shown.collect();
    let documented = documented();
    for (name, expected) in &documented {
        assert_eq!(shown.get(name), Some(expected), "{name}");
    }
    assert_eq!(shown.len(), documented.len(), "{:?}", shown.keys());
    // A worker has fewer.
    let worker = measured(&home, "worker", &sink).start();
    let url = metrics_url(&worker).await;
    let of_worker = Scrape::of(&client, &url).await;
    let types = of_worker.types();
    assert!(types.keys().all(|name| documented.contains_key(*name)));
    for name in ["korotko_jobs", "korotko_mails_total", "korotko_build_info"] {
        assert!(types.contains_key(name), "{name}: {types:?}");
    }
    worker.stop().await;
    listening.stop().await;
}

#[tokio::test]
async fn a_database_that_is_away_delays_no_scrape() {
    let (home, sink) = (Home::postgres(), SmtpSink::start().await);
    let (proxy, through_proxy) = through_proxy(&home.postgres_url()).await;
    let korotko = measured(&home, "serve", &sink).with("DATABASE_URL", through_proxy);
    let listening = korotko.listen().await;
    let client = listening.client();
    let url = metrics_url(&listening.process).await;
    for outage in TcpProxy::OUTAGES {
        proxy.simulate(outage).await;
        let down = async || {
            let began = Instant::now();
            let scrape = Scrape::of(&client, &url).await;
            assert!(began.elapsed() < IN_TIME, "{outage}");
            let is_down = scrape.is("korotko_database_up", &[], 0.0);
            // Numbers of jobs would be old.
            assert_eq!(scrape.samples("korotko_jobs").is_empty(), is_down);
            is_down
        };
        until("the database is down", down).await;
        proxy.restore().await;
        let up = async || {
            let scrape = Scrape::of(&client, &url).await;
            scrape.is("korotko_database_up", &[], 1.0)
        };
        until("the database is up", up).await;
    }
    listening.stop().await;
}

#[tokio::test]
async fn metrics_are_served_nowhere_else() {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let listening = measured(&home, "serve", &sink).listen().await;
    let client = listening.client();
    client.get("/metrics").await.with(404);
    let url = metrics_url(&listening.process).await;
    for other in ["", "healthz", "api/links", "metrics/more"] {
        let other = url.replace("metrics", other);
        client.get(&other).await.with(404);
    }
    let posted = client.request(Method::POST, &url);
    Answer::to(posted).await.with(405);
    let asked = client.request(Method::GET, &url);
    let asked = asked.header(
        "accept",
        "application/openmetrics-text;version=1.0.0,*/*;q=0.5",
    );
    let answer = Answer::to(asked).await.with(200);
    let media_type = answer.header("content-type");
    assert!(media_type.starts_with("application/openmetrics-text"));
    assert!(answer.body.ends_with("# EOF\n"), "{}", answer.body);
    let ended = listening.stop().await;
    let ended = [
        ended.stdout,
        home.korotko("serve").listen().await.stop().await.stdout,
    ];
    let says = |stdout: &String| stdout.contains("Metrics: ");
    assert_eq!(ended.each_ref().map(says), [true, false]);
}

#[tokio::test]
async fn an_address_that_is_taken_or_invalid_prevents_the_start() {
    let home = Home::sqlite();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "worker"] {
        let korotko = home.korotko(command).with("METRICS_LISTEN", &address);
        let said = korotko.refused(1).await;
        assert_says(&said, &["cannot serve metrics at", &address]);
    }
    let korotko = home.korotko("serve").with("METRICS_LISTEN", "everywhere");
    let said = korotko.refused(2).await;
    assert_says(
        &said,
        &["--metrics-listen or KOROTKO_METRICS_LISTEN must be"],
    );
}

#[tokio::test]
async fn a_mail_that_cannot_be_sent_is_counted() {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let listening = measured(&home, "serve", &sink).listen().await;
    let client = listening.client();
    let url = metrics_url(&listening.process).await;
    client.must_register(ANN).await;
    sink.wait_for(1, DEADLINE).await;
    drop(sink);
    client.must_register("bob@example.com").await;
    let unavailable = async || {
        let scrape = Scrape::of(&client, &url).await;
        let labels = [("kind", "verification"), ("outcome", "unavailable")];
        let waits = [("kind", "send-verification"), ("state", "waiting")];
        let oldest = scrape.sum("korotko_jobs_oldest_seconds", &waits);
        scrape.sum("korotko_mails_total", &labels) > 0.0 && oldest > 0.0
    };
    until("a mail is not sent", unavailable).await;
    listening.stop().await;
}
