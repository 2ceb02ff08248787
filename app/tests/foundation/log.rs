//! The log of the layers.

use std::io::Write;
use std::sync::{Mutex, OnceLock};

use crate::demo::Demo;
use crate::wire::{connect, within_deadline};
use tokio::io::AsyncWriteExt;

static LINES: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// One log for all tests of this binary; a test looks for its own requests.
pub fn install() {
    static INSTALLED: OnceLock<()> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let log = tracing_subscriber::fmt().json().with_writer(|| Lines);
        log.with_max_level(tracing::Level::INFO).init();
    });
}

fn lines_with(text: &str) -> Vec<String> {
    let all = String::from_utf8(LINES.lock().unwrap().clone()).unwrap();
    all.lines()
        .filter(|line| line.contains(text))
        .map(str::to_owned)
        .collect()
}

/// The lines with this text, as soon as there are any.
async fn lines_soon(text: &str) -> Vec<String> {
    within_deadline(async {
        loop {
            let lines = lines_with(text);
            if !lines.is_empty() {
                return lines;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

#[tokio::test]
async fn the_access_log_has_the_route_and_not_the_path_or_query() {
    let demo = Demo::start().await;
    let answer = demo.get("/people/7654321?token=hush").await;
    let lines = lines_soon(answer.header("x-request-id")).await;
    assert_eq!(lines.len(), 1, "{lines:?}");
    for part in ["\"GET\"", "/people/{id}", "\"status\":400", "duration_ms"] {
        assert!(lines[0].contains(part), "{part} is not in {}", lines[0]);
    }
    for part in ["7654321", "hush", "127.0.0.1"] {
        assert!(!lines[0].contains(part), "{part} is in {}", lines[0]);
    }
}

#[tokio::test]
async fn unknown_paths_and_methods_are_not_logged() {
    let demo = Demo::start().await;
    let method = reqwest::Method::from_bytes(b"FROBNICATE").unwrap();
    let answer = demo.send(demo.request(method, "/wp-login.php")).await;
    let lines = lines_soon(answer.header("x-request-id")).await;
    let told = lines[0].contains("unmatched") && lines[0].contains("\"other\"");
    assert!(told, "{lines:?}");
    assert!(!lines[0].contains("wp-login") && !lines[0].contains("FROBNICATE"));
}

#[tokio::test]
async fn causes_of_internal_errors_are_logged_and_not_sent() {
    let demo = Demo::start().await;
    let answer = demo.post(r#"{"name": "internal", "password": "x"}"#).await;
    for part in ["secret-host", "no such person"] {
        assert!(!answer.body.contains(part), "{answer:?}");
    }
    let lines = lines_soon(answer.header("x-request-id")).await;
    let told = |line: &String| line.contains("secret-host") && line.contains("ERROR");
    assert!(lines.iter().any(told), "{lines:?}");
}

#[tokio::test]
async fn an_early_disconnect_is_logged_and_cancels_the_request() {
    let demo = Demo::start().await;
    let mut stream = connect(&demo).await;
    let slow = b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n";
    stream.write_all(slow).await.unwrap();
    demo.entered().await;
    drop(stream);
    within_deadline(async {
        let of_this = |lines: Vec<String>| lines.iter().any(|line| line.contains("/slow"));
        while !of_this(lines_soon("abandoned by the client").await) {
            tokio::task::yield_now().await;
        }
    })
    .await;
}
