//! Rate limits of the program as it is started.

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::program::Program;
use crate::scrapes::{Scrape, metrics_url};

/// The program with its default limits.
fn limited(home: &Home) -> Program {
    home.korotko("serve").without("RATE_LIMITS")
}

on_both_databases!(clients_are_limited_by_default_and_cannot_choose_their_address);

async fn clients_are_limited_by_default_and_cannot_choose_their_address(home: Home) {
    let korotko = limited(&home).with("LIMIT_UNKNOWN_SLUGS", "3/1h");
    let korotko = korotko.with("METRICS_LISTEN", "127.0.0.1:0");
    let listening = korotko.listen().await;
    let client = listening.client();
    for (address, status) in [("1", 404), ("2", 404), ("3", 404), ("4", 429), ("5", 429)] {
        let asked = client.request(Method::GET, "/unknown");
        let asked = asked.header("X-Forwarded-For", format!("203.0.113.{address}"));
        Answer::to(asked).await.with(status);
    }
    let body = json!({"email": ANN, "password": "Wrong-passw0rd"});
    for status in [401; 10].into_iter().chain([429]) {
        client.post("/api/users/signin/", &body).await.with(status);
    }
    let url = metrics_url(&listening.process).await;
    let scrape = Scrape::of(&client, &url).await;
    for (policy, requests) in [
        ("unknown-slugs", 2.0),
        ("sign-in-failures", 1.0),
        ("sign-in", 0.0),
    ] {
        let labels = [("policy", policy)];
        assert!(
            scrape.is("korotko_rate_limited_total", &labels, requests),
            "{policy}"
        );
    }
    assert!(scrape.sum("korotko_rate_limit_keys", &[]) >= 2.0);
    assert_logged(&listening.stop().await.stderr);
}

/// Refusals are in the log, with the policy and the request.
fn assert_logged(log: &str) {
    let lines = log.lines().filter(|line| line.contains("request_limited"));
    let lines: Vec<Value> = lines.map(|line| line.parse().unwrap()).collect();
    for policy in ["unknown-slugs", "sign-in-failures"] {
        let mut lines = lines.iter().filter(|line| line["policy"] == policy);
        let line = lines.next().unwrap_or_else(|| panic!("no {policy}: {log}"));
        assert_eq!(
            (&line["level"], &line["requests"]),
            (&json!("WARN"), &json!(1))
        );
        assert!(line["span"]["request_id"].is_string(), "{line}");
    }
}

#[tokio::test]
async fn nodes_share_limits_through_postgresql_alone() {
    let home = Home::postgres();
    let korotko = limited(&home).with("LIMIT_ANONYMOUS_LINKS", "4/1h");
    let (one, two) = (korotko.listen().await, korotko.listen().await);
    let body = json!({"url": "https://example.com/a"});
    for (node, status) in [
        (&one, 201),
        (&two, 201),
        (&one, 201),
        (&two, 201),
        (&one, 429),
        (&two, 429),
    ] {
        let asked = node.client().request(Method::POST, "/api/url/");
        Answer::to(asked.json(&body)).await.with(status);
    }
    one.stop().await;
    // They are still limited after a restart.
    let three = korotko.listen().await;
    let asked = three.client().request(Method::POST, "/api/url/");
    Answer::to(asked.json(&body))
        .await
        .refused(429, "rate-limited");
    three.stop().await;
    two.stop().await;
}
