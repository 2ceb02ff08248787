//! Requests without a valid `Host`.

use crate::demo::Demo;
use crate::wire::{exchange, field};

async fn ask(demo: &Demo, version: &str, hosts: &[&str]) -> String {
    let mut lines = vec![format!("GET /people/1 HTTP/{version}")];
    lines.extend(hosts.iter().map(|host| format!("Host: {host}")));
    lines.push("Connection: close\r\n\r\n".to_owned());
    exchange(demo, lines.join("\r\n")).await
}

/// A version of HTTP, and the hosts of the request.
const REFUSED: [(&str, &[&str]); 13] = [
    ("1.1", &[]),
    ("1.1", &["x", "x"]),
    ("1.1", &["x", "y"]),
    ("1.0", &["x", "y"]),
    ("1.1", &["x", ""]),
    ("1.1", &["ann@example.com"]),
    ("1.1", &["example.com/path"]),
    ("1.1", &["example.com:port"]),
    ("1.1", &["a b"]),
    ("1.1", &["a, b"]),
    ("1.1", &["[::1"]),
    ("1.1", &["[::1]x"]),
    ("1.1", &["%zz"]),
];

#[tokio::test]
async fn a_request_without_exactly_one_host_is_refused() {
    let demo = Demo::start().await;
    for valid in [
        "x",
        "example.com",
        "EXAMPLE.com:8080",
        "127.0.0.1:80",
        "[::1]",
        "[::1]:8080",
        "example.com:",
        "a_b.example",
        "%D0%BF.example",
        "",
    ] {
        let answer = ask(&demo, "1.1", &[valid]).await;
        assert!(answer.starts_with("HTTP/1.1 200 "), "{valid}: {answer}");
    }
    let none = ask(&demo, "1.0", &[]).await;
    assert!(none.starts_with("HTTP/1.0 200 "), "{none}");
    for (version, hosts) in REFUSED {
        let answer = ask(&demo, version, hosts).await;
        let refused = answer.starts_with(&format!("HTTP/{version} 400 "));
        assert!(refused, "{hosts:?}: {answer}");
        let media_type = field(&answer, "content-type");
        assert_eq!(media_type, Some("application/problem+json"), "{hosts:?}");
        assert!(answer.contains("\"code\":\"invalid-host\""), "{answer}");
    }
}
