//! Traces, as a collector receives them.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use korotko_testkit::{Answer, SmtpSink};
use opentelemetry_proto::tonic::trace::v1::span::SpanKind;
use reqwest::Method;
use serde_json::json;
use tokio::net::TcpListener;

use crate::client::{ANN, Client, PASSWORD};
use crate::collector::{Collector, ReceivedSpan};
use crate::home::{Home, on_both_databases};
use crate::program::{DEADLINE, Program, assert_hides, until};

on_both_databases!(
    one_trace_goes_from_the_request_into_its_job_and_its_mail,
    a_process_without_its_collector_loses_nothing_but_spans,
);

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const CALLER: &str = "b7ad6b7169203331";

/// Registers in the trace of a caller, which is sampled or not.
async fn register_in_trace(client: &Client, email: &str, flags: &str) {
    let traceparent = format!("00-{TRACE}-{CALLER}-{flags}");
    let body = json!({"email": email, "password": PASSWORD});
    let asked = client.request(Method::POST, "/api/users/register/");
    let asked = asked.header("traceparent", traceparent).json(&body);
    Answer::to(asked).await.with(201);
}

/// The only span with this name.
fn only<'a>(spans: &'a [ReceivedSpan], name: &str) -> &'a ReceivedSpan {
    let mut found = spans.iter().filter(|span| span.name == name);
    let first = found.next();
    assert!(
        first.is_some() && found.next().is_none(),
        "{name}: {spans:#?}"
    );
    first.unwrap()
}

/// The span with this name, which must be a child of `parent`.
fn child<'a>(spans: &'a [ReceivedSpan], parent: &str, name: &str) -> &'a ReceivedSpan {
    let span = only(spans, name);
    assert_eq!((&*span.trace, &*span.parent), (TRACE, parent), "{span:#?}");
    span
}

async fn one_trace_goes_from_the_request_into_its_job_and_its_mail(home: Home) {
    let (collector, sink) = (Collector::start().await, SmtpSink::start().await);
    let traced = |command: &str| {
        let program = home.korotko(command).with("SMTP_URL", sink.url());
        let program = program.with("PUBLIC_URL", "http://short.example");
        program.with("OTLP_ENDPOINT", collector.url())
    };
    let listening = traced("serve").with("WORKER", "false").listen().await;
    let client = listening.client();
    register_in_trace(&client, ANN, "01").await;
    // What is logged does not matter.
    let worker = traced("worker").with("LOG", "warn").start();
    sink.wait_for(1, DEADLINE).await;
    assert_eq!(worker.stop().await.code, Some(0));
    assert_eq!(listening.stop().await.code, Some(0));

    let spans = collector.spans();
    assert!(spans.iter().all(|span| span.service == "korotko"));
    let request = child(&spans, CALLER, "POST /api/users/register");
    assert_eq!(request.kind, SpanKind::Server);
    for (name, value) in [
        ("http.request.method", "POST"),
        ("http.route", "/api/users/register"),
        ("http.response.status_code", "201"),
    ] {
        assert_eq!(request.attributes[name], value, "{name}");
    }
    assert!(request.attributes.contains_key("request_id"));
    let use_case = child(&spans, &request.id, "users.register");
    let job = child(&spans, &use_case.id, "job send-verification");
    assert_eq!(
        (job.kind, &*job.attributes["job.attempt"]),
        (SpanKind::Consumer, "1")
    );
    let mail = child(&spans, &job.id, "mail");
    assert_eq!(mail.kind, SpanKind::Client);
    let logged = |event: &BTreeMap<_, _>| event.get("event") == Some(&"job_done".to_owned());
    assert!(job.events.iter().any(logged), "{job:#?}");
    assert!(!format!("{spans:?}").contains("example.com"), "{spans:#?}");
}

#[tokio::test]
async fn a_request_of_no_trace_begins_one_and_redirects_have_none() {
    let (home, collector) = (Home::sqlite(), Collector::start().await);
    let program = home.korotko("serve").with("REDIRECT_LOG_SAMPLE", "1");
    let listening = program
        .with("OTLP_ENDPOINT", collector.url())
        .listen()
        .await;
    let client = listening.client();
    let body = json!({"url": "https://example.com/", "custom_url": "promo"});
    client.post("/api/url/", &body).await.with(201);
    // The first waits for the database, and one with a body takes the long way.
    client.follow("/promo", 3).await;
    let unusual = client.request(Method::GET, "/promo").body("x");
    Answer::to(unusual).await.with(307);
    client.get("/api/links/?limit=x").await.with(401);
    let log = listening.stop().await.stderr;
    assert!(log.contains(r#""route":"/{slug}""#), "redirects are logged");
    let spans = collector.spans();
    let made = only(&spans, "POST /api/url");
    let refused = only(&spans, "GET /api/links");
    assert_eq!((&*made.parent, &*refused.parent), ("", ""));
    assert_ne!(made.trace, refused.trace);
    assert_eq!(refused.attributes["http.response.status_code"], "401");
    let said = format!("{spans:?}");
    assert_hides(&said, &["slug", "promo", "example.com"]);
}

#[tokio::test]
async fn what_is_not_sampled_is_not_sent() {
    // Neither by the ratio, whatever the caller says, nor by the caller, whatever the ratio is.
    for (ratio, flags) in [("0", "01"), ("1", "00")] {
        let (home, collector) = (Home::sqlite(), Collector::start().await);
        let program = home.korotko("serve").with("TRACE_SAMPLE", ratio);
        let listening = program
            .with("OTLP_ENDPOINT", collector.url())
            .listen()
            .await;
        let client = listening.client();
        register_in_trace(&client, ANN, flags).await;
        listening.shown_link().await;
        client.get("/api/links/").await.with(401);
        listening.stop().await;
        let mut sent = collector.spans();
        if ratio == "1" {
            only(&sent, "GET /api/links");
            // The sweep of the worker is of no request.
            sent.retain(|span| span.trace == TRACE);
        }
        assert_eq!(sent.len(), 0, "{ratio} {flags} {sent:#?}");
    }
}

/// The program with a collector at this address, a mail server, and metrics.
fn with_collector_at(home: &Home, address: &str) -> Program {
    let program = home.korotko("serve").with("METRICS_LISTEN", "127.0.0.1:0");
    program.with("OTLP_ENDPOINT", format!("http://{address}"))
}

async fn a_process_without_its_collector_loses_nothing_but_spans(home: Home) {
    // One that accepts no connection, and one that never answers.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent_at = silent.local_addr().unwrap().to_string();
    for (number, address) in ["127.0.0.1:1", &silent_at].into_iter().enumerate() {
        let listening = with_collector_at(&home, address).listen().await;
        let client = listening.client();
        let email = format!("user-{number}@example.com");
        client.must_register(&email).await;
        client.verify(&listening.shown_link().await).await;
        client.sign_in(&email).await;
        let log = &listening.process.stderr;
        let failed = |line: &str| line.contains("collector_unavailable").then_some(());
        log.find("the failure of the export", failed).await;
        let metrics = listening.process.stdout.find("the metrics", |line| {
            Some(line.split_once("Metrics: ")?.1.to_owned())
        });
        let metrics = metrics.await;
        until("the spans are counted as lost", async || {
            let text = client.get(&metrics).await.body;
            let lost = text
                .lines()
                .find(|line| line.starts_with("korotko_spans_lost_total "));
            lost.is_some_and(|line| !line.ends_with(" 0"))
        })
        .await;
        let stopping = Instant::now();
        let ended = listening.stop().await;
        assert_eq!(ended.code, Some(0));
        assert!(stopping.elapsed() < Duration::from_secs(20));
        assert_eq!(ended.stderr.matches("collector_unavailable").count(), 1);
    }
}
