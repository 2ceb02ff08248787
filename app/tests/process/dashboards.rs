//! The dashboard and the alerts, in Prometheus, on a service that is used.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::process::Stdio;

use korotko_testkit::SmtpSink;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANN, Client};
use crate::home::{Home, on_both_databases};
use crate::program::until;
use crate::prometheus::{Prometheus, promtool};
use crate::scrapes::{Scrape, metrics_url};

const DASHBOARD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../deploy/grafana/korotko.json"
);

/// Enough for a rate.
const SCRAPES: u32 = 4;

on_both_databases!(every_query_returns_data_and_no_alert_fires);

#[test]
fn the_rules_are_valid_and_each_alert_can_fire() {
    promtool(&["check", "rules", "rules.yml"], Stdio::null());
    promtool(&["test", "rules", "rules_test.yml"], Stdio::null());
}

async fn every_query_returns_data_and_no_alert_fires(home: Home) {
    let sink = SmtpSink::start().await;
    let korotko = |command| {
        let program = home.korotko(command).with("METRICS_LISTEN", "127.0.0.1:0");
        program.with("SMTP_URL", sink.url())
    };
    let listening = korotko("serve").listen().await;
    let worker = korotko("worker").start();
    let urls = [
        metrics_url(&listening.process).await,
        metrics_url(&worker).await,
    ];
    let targets = urls.each_ref().map(|url| target(url));
    let prometheus = Prometheus::scraping(&targets).await;
    let client = listening.client();
    use_it(&client, &sink).await;
    prometheus.has_scraped(targets.len(), SCRAPES).await;
    for query in queries() {
        let found = prometheus.query(&query).await;
        assert!(!found.is_empty(), "no data: {query}");
    }
    assert_rules(&prometheus).await;
    let file = home.file("metrics.txt", &Scrape::of(&client, &urls[0]).await.0);
    let metrics = File::open(file).unwrap();
    promtool(&["check", "metrics"], metrics.into());
    worker.stop().await;
    listening.stop().await;
}

/// The host and port of a URL.
fn target(url: &str) -> String {
    let target = url.strip_prefix("http://").unwrap();
    target.strip_suffix("/metrics").unwrap().to_owned()
}

/// What a user does on the first day.
async fn use_it(client: &Client, sink: &SmtpSink) {
    let session = client.sign_up(ANN, sink).await;
    let link = json!({"url": "https://example.com/", "slug": "promo", "namespace": "global"});
    client.make(&session, "/api/links/", &link).await;
    client.follow("/promo", 20).await;
    client.get("/unknown").await.with(404);
    let asked = client.signed(&session, Method::GET, "/api/links/");
    asked.send().await.unwrap();
}

/// Every query of the dashboard, with values for its variables.
fn queries() -> Vec<String> {
    let dashboard = fs::read_to_string(DASHBOARD).unwrap();
    let dashboard: Value = serde_json::from_str(&dashboard).unwrap();
    let panels = dashboard["panels"].as_array().unwrap().iter();
    let targets = panels.flat_map(|panel| panel["targets"].as_array().into_iter().flatten());
    let queries = targets.map(|target| {
        let query = target["expr"].as_str().unwrap();
        let query = query.replace("$__rate_interval", "1m");
        query.replace("$instance", ".*")
    });
    let queries: Vec<_> = queries.collect();
    assert!(queries.len() > 40, "{}", queries.len());
    let unknown = queries.iter().find(|query| query.contains('$'));
    assert_eq!(unknown, None);
    queries
}

/// Each rule is evaluated, tells what to do, and does not fire; its selectors find something.
async fn assert_rules(prometheus: &Prometheus) {
    let evaluated = async || {
        let rules = prometheus.rules().await;
        rules.iter().all(|rule| rule["health"] == "ok")
    };
    until("every rule is evaluated", evaluated).await;
    let rules = prometheus.rules().await;
    assert!(rules.len() >= 18, "{rules:#?}");
    for rule in &rules {
        let name = &rule["name"];
        assert_ne!(rule["state"], "firing", "{rule:#?}");
        assert!(rule["labels"]["severity"].is_string(), "{name}");
        for text in ["summary", "description"] {
            let text = rule["annotations"][text].as_str();
            assert!(text.is_some_and(|text| text.len() > 20), "{name}");
        }
        let selectors = selectors(rule["query"].as_str().unwrap());
        assert!(!selectors.is_empty(), "{name}");
        for selector in selectors {
            let found = prometheus.query(&selector).await;
            assert!(!found.is_empty(), "{name}: no data: {selector}");
        }
    }
}

/// The selectors of an expression: the names of metrics, each with its labels.
fn selectors(expression: &str) -> BTreeSet<String> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = expression.as_bytes();
    let starts = (0..bytes.len()).filter(|at| {
        let begins = *at == 0 || !is_name(bytes[at - 1]);
        let rest = &expression[*at..];
        let is_metric = ["korotko_", "process_", "up{"]
            .iter()
            .any(|prefix| rest.starts_with(prefix));
        begins && is_metric
    });
    let selector = |at: usize| {
        let rest = &expression[at..];
        let name = rest.bytes().take_while(|byte| is_name(*byte)).count();
        let end = match rest[name..].strip_prefix('{') {
            Some(labels) => name + labels.find('}').unwrap() + 2,
            None => name,
        };
        rest[..end].to_owned()
    };
    starts.map(selector).collect()
}

#[test]
fn selectors_are_found_in_an_expression() {
    let expression = "sum by (a) (rate(korotko_x_total{b=~\"5..\"}[5m])) / up{c=\"d\"} > korotko_y";
    let found: Vec<_> = selectors(expression).into_iter().collect();
    assert_eq!(
        found,
        ["korotko_x_total{b=~\"5..\"}", "korotko_y", "up{c=\"d\"}"]
    );
}
