//! Headers of every response.

use std::collections::HashSet;

use crate::demo::Demo;
use crate::wire::{exchange, field, request};

const STRICT: &str = "default-src 'none'; frame-ancestors 'none'";

#[tokio::test]
async fn every_response_has_security_headers_and_a_request_id() {
    let demo = Demo::start().await;
    for (status, asked, fields) in [
        (200, "GET /people/1", ""),
        (204, "OPTIONS /people", ""),
        (400, "GET /people/x", ""),
        (401, "GET /me", ""),
        (404, "GET /nowhere", ""),
        (405, "PUT /people", ""),
        (413, "POST /people", "content-length: 9999999\r\n"),
        (500, "GET /panic", ""),
    ] {
        let answer = exchange(&demo, request(asked, fields)).await;
        let begins = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(&begins), "{answer}");
        for (name, value) in [
            ("x-content-type-options", Some("nosniff")),
            ("content-security-policy", Some(STRICT)),
            ("referrer-policy", Some("no-referrer")),
            ("strict-transport-security", None),
        ] {
            assert_eq!(field(&answer, name), value, "{name}: {answer}");
        }
        assert!(field(&answer, "x-request-id").is_some(), "{answer}");
    }
}

#[tokio::test]
async fn hsts_is_sent_if_the_public_url_is_https() {
    let demo = Demo::start_with(|settings, _| settings.https = true).await;
    let answer = demo.get("/nowhere").await;
    let told = answer.header("strict-transport-security");
    assert!(told.starts_with("max-age="), "{told}");
}

#[tokio::test]
async fn request_ids_are_unique_and_not_from_clients() {
    let demo = Demo::start().await;
    let mut ids = HashSet::new();
    for _ in 0..200 {
        let named = demo.request(reqwest::Method::GET, "/people/1");
        let answer = demo.send(named.header("x-request-id", "mine")).await;
        ids.insert(answer.header("x-request-id").to_owned());
    }
    assert_eq!(ids.len(), 200);
    assert!(!ids.contains("mine"));
}

#[tokio::test]
async fn trailing_slashes_are_ignored() {
    let demo = Demo::start().await;
    for (path, status, body) in [
        ("/people/1", 200, "person 1 by GET"),
        ("/people/1/", 200, "person 1 by GET"),
        ("/people/1///", 200, "person 1 by GET"),
        ("/people/?limit=7", 200, "7"),
        ("//people/1", 404, ""),
        ("/people//1", 404, ""),
    ] {
        let answer = demo.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(status == 404 || answer.body == body, "{path}: {answer:?}");
    }
}
