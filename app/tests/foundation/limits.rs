//! Clients that send too much or too slowly.

use std::time::Duration;

use korotko::http::{HttpSettings, ServerOptions};
use tokio::io::AsyncWriteExt;

use crate::demo::Demo;
use crate::large_bodies::chunked;
use crate::wire::{connect, exchange, field, read_to_end, within_deadline};

#[tokio::test]
async fn a_body_over_the_limit_is_refused_announced_or_not() {
    let demo = Demo::start().await;
    for answer in [
        demo.post("x".repeat(64 * 1024 + 1)).await.status().as_u16(),
        demo.post("x".repeat(900_000)).await.status().as_u16(),
    ] {
        assert_eq!(answer, 413);
    }
    let answer = exchange(&demo, chunked("/people", "POST", "", 70)).await;
    assert!(
        answer.starts_with("HTTP/1.1 413 ") && answer.contains("body-too-large"),
        "{answer}"
    );
    assert_eq!(
        field(&answer, "content-type"),
        Some("application/problem+json")
    );
    assert_eq!(field(&answer, "connection"), Some("close"));
    let at_the_limit = format!(
        "{{\"name\": \"a\", \"password\": \"b\"{}}}",
        " ".repeat(64 * 1024 - 30)
    );
    assert_eq!(at_the_limit.len(), 64 * 1024);
    assert_eq!(demo.post(at_the_limit).await.status(), 200);
}

#[tokio::test]
async fn a_body_announced_as_huge_is_refused_unread() {
    let demo = Demo::start().await;
    let head = "POST /people HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99999999999\r\n\r\n";
    assert!(exchange(&demo, head).await.starts_with("HTTP/1.1 413 "));
    let asked =
        "POST /people HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 70000\r\n\r\n";
    assert!(exchange(&demo, asked).await.starts_with("HTTP/1.1 413 "));
}

#[tokio::test]
async fn a_route_may_take_more() {
    let demo = Demo::start().await;
    let answer = exchange(&demo, chunked("/photos/", "PUT", "1", 150)).await;
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("149989"),
        "{answer}"
    );
    assert!(
        exchange(&demo, chunked("/photos", "PUT", "1", 250))
            .await
            .starts_with("HTTP/1.1 413 ")
    );
}

#[tokio::test]
async fn a_body_framed_wrongly_is_refused() {
    let demo = Demo::start().await;
    let request = "POST /people HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n";
    let answer = exchange(&demo, request).await;
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

fn impatient(settings: &mut HttpSettings, options: &mut ServerOptions) {
    settings.body_pace.grace = Duration::from_millis(300);
    options.header_timeout = Duration::from_millis(300);
    options.write_timeout = Duration::from_millis(300);
}

#[tokio::test]
async fn silent_slow_and_idle_clients_are_cut() {
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
async fn half_a_body_is_a_timeout() {
    let demo = Demo::start_with(impatient).await;
    let request = "POST /people HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{\"name\": ";
    let answer = exchange(&demo, request).await;
    assert!(
        answer.starts_with("HTTP/1.1 408 ") && answer.contains("body-timeout"),
        "{answer}"
    );
    assert_eq!(field(&answer, "connection"), Some("close"));
}

#[tokio::test]
async fn a_client_that_does_not_read_its_answer_is_cut() {
    let mut demo = Demo::start_with(|settings, options| {
        impatient(settings, options);
        options.shutdown_timeout = Duration::from_mins(10);
    })
    .await;
    let mut stream = connect(&demo).await;
    stream
        .write_all(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    stream.readable().await.unwrap();
    // The stop waits for every connection, and ends well before its own limit.
    demo.stop();
    within_deadline(&mut demo.served).await.unwrap();
    assert!(read_to_end(&mut stream).await.len() < 64 * 1024 * 1024);
}

#[tokio::test]
async fn more_clients_than_there_are_places_wait_and_are_served() {
    let demo = Demo::start_with(|settings, options| {
        impatient(settings, options);
        options.connections = 2;
    })
    .await;
    let silent = [connect(&demo).await, connect(&demo).await];
    let answer = exchange(
        &demo,
        "GET /people/1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    drop(silent);
}

#[tokio::test]
async fn a_head_that_is_too_long_is_refused() {
    let demo = Demo::start().await;
    let answer = exchange(
        &demo,
        format!(
            "GET /people/1 HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n",
            "x".repeat(70_000)
        ),
    )
    .await;
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431 "),
        "{answer}"
    );
    assert_eq!(demo.get("/people/1").await.status(), 200);
}
