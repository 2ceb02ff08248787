//! Clients that send too much or too slowly.

use std::time::Duration;

use korotko::http::{HttpSettings, ServerOptions};
use tokio::io::AsyncWriteExt;

use crate::demo::Demo;
use crate::large_bodies::chunked;
use crate::wire::{answered, connect, exchange, field, read_to_end, request, within_deadline};

#[tokio::test]
async fn a_body_over_the_limit_is_refused_with_or_without_content_length() {
    let demo = Demo::start().await;
    for bytes in [64 * 1024 + 1, 900_000] {
        assert_eq!(demo.post("x".repeat(bytes)).await.status, 413, "{bytes}");
    }
    let answer = answered(&demo, 413, chunked("/people", "POST", "", 70)).await;
    assert!(answer.contains("body-too-large"), "{answer}");
    let media_type = field(&answer, "content-type");
    assert_eq!(media_type, Some("application/problem+json"));
    assert_eq!(field(&answer, "connection"), Some("close"));
    let at_the_limit = format!(
        "{{\"name\": \"a\", \"password\": \"b\"{}}}",
        " ".repeat(64 * 1024 - 30)
    );
    assert_eq!(at_the_limit.len(), 64 * 1024);
    assert_eq!(demo.post(at_the_limit).await.status, 200);
}

#[tokio::test]
async fn a_huge_or_wrongly_framed_body_is_refused_unread() {
    let demo = Demo::start().await;
    let chunked = "content-type: application/json\r\ntransfer-encoding: chunked\r\n";
    let framed_wrongly = request("POST /people", chunked) + "zz\r\n";
    answered(&demo, 400, framed_wrongly).await;
    let head = "POST /people HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n";
    answered(&demo, 413, head).await;
    let asked =
        "POST /people HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 70000\r\n\r\n";
    answered(&demo, 413, asked).await;
}

#[tokio::test]
async fn a_route_may_have_a_higher_limit() {
    let demo = Demo::start().await;
    let answer = answered(&demo, 200, chunked("/photos/", "PUT", "1", 150)).await;
    assert!(answer.ends_with("149989"), "{answer}");
    answered(&demo, 413, chunked("/photos", "PUT", "1", 250)).await;
}

fn impatient(settings: &mut HttpSettings, options: &mut ServerOptions) {
    settings.body_pace.grace = Duration::from_millis(300);
    options.header_timeout = Duration::from_millis(300);
    options.write_timeout = Duration::from_millis(300);
}

#[tokio::test]
async fn silent_slow_and_idle_clients_are_disconnected() {
    let demo = Demo::start_with(impatient).await;
    for sent in [
        "",
        "GET /people/1 HT",
        "GET /people/1 HTTP/1.1\r\nhost: x\r\nx-half: ",
    ] {
        let answer = exchange(&demo, sent).await;
        assert!(!answer.contains("200"), "{sent:?}: {answer}");
    }
    let idle = exchange(&demo, "GET /people/1 HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(idle.ends_with("person 1 by GET"), "{idle}");
}

#[tokio::test]
async fn an_incomplete_body_times_out() {
    let demo = Demo::start_with(impatient).await;
    let request = "POST /people HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{\"name\": ";
    let answer = answered(&demo, 408, request).await;
    assert!(answer.contains("body-timeout"), "{answer}");
    assert_eq!(field(&answer, "connection"), Some("close"));
}

#[tokio::test]
async fn a_client_that_does_not_read_is_disconnected() {
    let mut demo = Demo::start_with(|settings, options| {
        impatient(settings, options);
        options.shutdown_timeout = Duration::from_mins(10);
    })
    .await;
    let mut stream = connect(&demo).await;
    let large = b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n";
    stream.write_all(large).await.unwrap();
    stream.readable().await.unwrap();
    // The stop waits for every connection, and ends well before its timeout.
    demo.stop();
    within_deadline(&mut demo.served).await.unwrap();
    assert!(read_to_end(&mut stream).await.len() < 64 * 1024 * 1024);
}

#[tokio::test]
async fn clients_beyond_the_limit_wait_and_are_served() {
    let demo = Demo::start_with(|settings, options| {
        impatient(settings, options);
        options.connections = 2;
    })
    .await;
    let silent = [connect(&demo).await, connect(&demo).await];
    answered(&demo, 200, request("GET /people/1", "")).await;
    drop(silent);
}

#[tokio::test]
async fn a_too_large_head_is_refused() {
    let demo = Demo::start().await;
    let long = format!("x-long: {}\r\n", "x".repeat(70_000));
    let answer = exchange(&demo, request("GET /people/1", &long)).await;
    let refused = answer.is_empty() || answer.starts_with("HTTP/1.1 431 ");
    assert!(refused, "{answer}");
    assert_eq!(demo.get("/people/1").await.status, 200);
}
