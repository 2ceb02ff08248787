//! OPTIONS and HEAD.

use reqwest::Method;

use crate::demo::Demo;
use crate::wire::{answered, exchange, field, request};

#[tokio::test]
async fn a_wrong_method_is_answered_with_allow() {
    let demo = Demo::start().await;
    for (path, method, allow) in [
        ("/people", Method::DELETE, "GET, HEAD, OPTIONS, POST"),
        ("/people/1", Method::POST, "DELETE, GET, HEAD, OPTIONS"),
        ("/people/1/", Method::PATCH, "DELETE, GET, HEAD, OPTIONS"),
        ("/photos", Method::GET, "OPTIONS, PUT"),
        ("/photos", Method::HEAD, "OPTIONS, PUT"),
        ("/docs", Method::POST, "GET, HEAD, OPTIONS"),
        ("/docs", Method::TRACE, "GET, HEAD, OPTIONS"),
    ] {
        let answer = demo.send(demo.request(method.clone(), path)).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
        if method != Method::HEAD {
            answer.refused(405, "method-not-allowed");
        }
    }
}

#[tokio::test]
async fn options_returns_the_methods_of_a_path() {
    let demo = Demo::start().await;
    for (path, status, allow) in [
        ("/people", 204, "GET, HEAD, OPTIONS, POST"),
        ("/nowhere", 404, ""),
    ] {
        let answer = demo.send(demo.request(Method::OPTIONS, path)).await;
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("allow"), allow, "{path}");
    }
}

#[tokio::test]
async fn head_returns_the_headers_of_get() {
    let demo = Demo::start().await;
    let answer = answered(&demo, 200, request("HEAD /people/7", "")).await;
    assert!(answer.ends_with("\r\n\r\n"), "{answer}");
    let length = field(&answer, "content-length");
    assert_eq!(length, Some("16"), "person 7 by HEAD: {answer}");
}

#[tokio::test]
async fn a_target_without_a_path_is_answered() {
    let demo = Demo::start().await;
    for (asked, status, told) in [
        ("OPTIONS *", 204, ""),
        ("CONNECT example.org:443", 400, "malformed-target"),
        ("GET http://example.org/people/?limit=7", 200, ""),
        ("GET http://example.org", 404, ""),
    ] {
        let answer = exchange(&demo, request(asked, "")).await;
        let begins = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(&begins), "{asked}: {answer}");
        assert!(answer.contains(told), "{asked}: {answer}");
    }
}
