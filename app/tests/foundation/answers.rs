//! What every answer has, whatever it says.

use std::collections::HashSet;

use crate::demo::Demo;
use crate::wire::{exchange, field};

const STRICT: &str = "default-src 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_answer_has_the_security_headers_and_a_request_id() {
    let demo = Demo::start().await;
    let too_large =
        "POST /people HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 9999999\r\n\r\n";
    let requests = [
        (
            "200",
            "GET /people/1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
        (
            "204",
            "OPTIONS /people HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
        (
            "400",
            "GET /people/x HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
        (
            "401",
            "GET /me HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
        (
            "404",
            "GET /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
        (
            "405",
            "PUT /people HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
        ("413", too_large),
        (
            "500",
            "GET /panic HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        ),
    ];
    for (status, request) in requests {
        let answer = exchange(&demo, request).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{answer}"
        );
        assert_eq!(
            field(&answer, "x-content-type-options"),
            Some("nosniff"),
            "{answer}"
        );
        assert_eq!(
            field(&answer, "content-security-policy"),
            Some(STRICT),
            "{answer}"
        );
        assert_eq!(
            field(&answer, "referrer-policy"),
            Some("no-referrer"),
            "{answer}"
        );
        assert_eq!(
            field(&answer, "strict-transport-security"),
            None,
            "{answer}"
        );
        assert!(field(&answer, "x-request-id").is_some(), "{answer}");
    }
}

#[tokio::test]
async fn browsers_are_told_to_insist_on_https_where_the_public_url_has_it() {
    let demo = Demo::start_with(|settings, _| settings.https = true).await;
    let answer = demo.get("/nowhere").await;
    assert!(
        answer.headers()["strict-transport-security"]
            .to_str()
            .unwrap()
            .starts_with("max-age=")
    );
}

#[tokio::test]
async fn request_ids_are_unique_and_not_the_clients() {
    let demo = Demo::start().await;
    let client = reqwest::Client::new();
    let mut ids = HashSet::new();
    for _ in 0..200 {
        let request = client
            .get(demo.url("/people/1"))
            .header("x-request-id", "mine");
        let answer = request.send().await.unwrap();
        ids.insert(
            answer.headers()["x-request-id"]
                .to_str()
                .unwrap()
                .to_owned(),
        );
    }
    assert_eq!(ids.len(), 200);
    assert!(!ids.contains("mine"));
}

#[tokio::test]
async fn a_slash_at_the_end_of_a_path_makes_no_difference() {
    let demo = Demo::start().await;
    for path in ["/people/1", "/people/1/", "/people/1///"] {
        assert_eq!(
            demo.get(path).await.text().await.unwrap(),
            "person 1 by GET",
            "{path}"
        );
    }
    assert_eq!(
        demo.get("/people/?limit=7").await.text().await.unwrap(),
        "7"
    );
    assert_eq!(demo.get("//people/1").await.status(), 404);
    assert_eq!(demo.get("/people//1").await.status(), 404);
}
