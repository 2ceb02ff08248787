//! The methods that a path has without its operations saying so.

use reqwest::Method;

use crate::demo::Demo;
use crate::refusals::problem;
use crate::wire::{exchange, field};

#[tokio::test]
async fn a_wrong_method_is_refused_with_those_that_are_right() {
    let demo = Demo::start().await;
    let client = reqwest::Client::new();
    let cases = [
        ("/people", Method::DELETE, "GET, HEAD, OPTIONS, POST"),
        ("/people/1", Method::POST, "DELETE, GET, HEAD, OPTIONS"),
        ("/people/1/", Method::PATCH, "DELETE, GET, HEAD, OPTIONS"),
        ("/photos", Method::GET, "OPTIONS, PUT"),
        ("/photos", Method::HEAD, "OPTIONS, PUT"),
        ("/docs", Method::POST, "GET, HEAD, OPTIONS"),
        ("/docs", Method::TRACE, "GET, HEAD, OPTIONS"),
    ];
    for (path, method, allow) in cases {
        let answer = client
            .request(method.clone(), demo.url(path))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 405, "{method} {path}");
        assert_eq!(answer.headers()["allow"], allow, "{method} {path}");
        if method != Method::HEAD {
            assert_eq!(problem(answer).await["code"], "method-not-allowed");
        }
    }
}

#[tokio::test]
async fn options_tells_the_methods_of_a_path() {
    let demo = Demo::start().await;
    let client = reqwest::Client::new();
    let answer = client
        .request(Method::OPTIONS, demo.url("/people"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (
            answer.status().as_u16(),
            answer.headers()["allow"].to_str().unwrap()
        ),
        (204, "GET, HEAD, OPTIONS, POST")
    );
    let answer = client
        .request(Method::OPTIONS, demo.url("/nowhere"))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 404);
}

#[tokio::test]
async fn head_is_the_head_of_get_with_its_length_and_known_as_head() {
    let demo = Demo::start().await;
    let answer = exchange(
        &demo,
        "HEAD /people/7 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("\r\n\r\n"),
        "{answer}"
    );
    assert_eq!(
        field(&answer, "content-length"),
        Some("16"),
        "person 7 by HEAD: {answer}"
    );
}

#[tokio::test]
async fn a_target_without_a_path_is_answered() {
    let demo = Demo::start().await;
    let server_wide = exchange(
        &demo,
        "OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(server_wide.starts_with("HTTP/1.1 204 "), "{server_wide}");
    let tunnel = exchange(
        &demo,
        "CONNECT example.org:443 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(
        tunnel.starts_with("HTTP/1.1 400 ") && tunnel.contains("malformed-target"),
        "{tunnel}"
    );
    let absolute = exchange(
        &demo,
        "GET http://example.org/people/?limit=7 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(absolute.starts_with("HTTP/1.1 200 "), "{absolute}");
    let bare = exchange(
        &demo,
        "GET http://example.org HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
    )
    .await;
    assert!(bare.starts_with("HTTP/1.1 404 "), "{bare}");
}
