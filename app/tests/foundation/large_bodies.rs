//! Large bodies: who may send them, and how many are processed at once.

use std::sync::Arc;
use std::time::Duration;

use korotko::http::{HttpSettings, LargeBodies};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::demo::{Demo, Numbers};
use crate::wire::{answered, connect, exchange, field, within_deadline};

/// A request of an account with a body of this many thousand bytes.
pub fn chunked(path: &str, method: &str, account: &str, chunks: usize) -> Vec<u8> {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: {account}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    let mut bytes = head.into_bytes();
    for index in 0..chunks {
        let text = if index == 0 {
            format!("{{\"label\": \"{}", "y".repeat(989))
        } else {
            "y".repeat(1000)
        };
        bytes.extend(format!("{:x}\r\n{text}\r\n", text.len()).bytes());
    }
    bytes.extend(b"2\r\n\"}\r\n0\r\n\r\n");
    bytes
}

fn photo(account: &str) -> Vec<u8> {
    chunked("/photos", "PUT", account, 150)
}

/// A server with this many slots in total and per account, without waiting.
async fn with_places(places: usize, each: usize) -> Demo {
    let large_bodies = LargeBodies::new(Arc::new(Numbers), places, each, Duration::from_millis(1));
    Demo::start_with(|settings: &mut HttpSettings, _| {
        settings.large_bodies = Arc::new(large_bodies);
        // A pause in a body may last as long as the test.
        settings.body_pace.grace = Duration::from_mins(10);
    })
    .await
}

/// Sends a large body without its end.
async fn rest_midway(demo: &Demo, request: &[u8]) -> TcpStream {
    let mut stream = connect(demo).await;
    let most = request.len() - 20_000;
    stream.write_all(&request[..most]).await.unwrap();
    stream
}

/// Repeats a request until it has this status.
async fn until_answered(demo: &Demo, status: u16, request: &[u8]) -> String {
    within_deadline(async {
        loop {
            let answer = exchange(demo, request).await;
            if answer.starts_with(&format!("HTTP/1.1 {status} ")) {
                return answer;
            }
        }
    })
    .await
}

#[tokio::test]
async fn anonymous_requests_take_no_slot() {
    let demo = with_places(1, 1).await;
    let announced = "PUT /photos HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 150000\r\n\r\n";
    let announced = [announced.as_bytes(), &vec![b' '; 100_000]].concat();
    let mut slow = Vec::new();
    for _ in 0..4 {
        slow.push(rest_midway(&demo, &announced).await);
        slow.push(rest_midway(&demo, &photo("nobody")).await);
    }
    for _ in 0..4 {
        answered(&demo, 200, photo("1")).await;
    }
    drop(slow);
}

#[tokio::test]
async fn anonymous_requests_with_expect_are_refused_unread() {
    let demo = Demo::start().await;
    let asked = "PUT /photos HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\n\
        content-type: application/json\r\ncontent-length: 150000\r\n\r\n";
    let answer = answered(&demo, 401, asked).await;
    assert!(answer.contains("token-missing"), "{answer}");
    // A client that sends without waiting is answered as well.
    answered(&demo, 401, photo("nobody")).await;
}

#[tokio::test]
async fn one_account_cannot_take_all_slots() {
    let demo = with_places(2, 1).await;
    let slow = rest_midway(&demo, &photo("1")).await;
    let answer = until_answered(&demo, 503, &photo("1")).await;
    assert!(field(&answer, "retry-after").is_some(), "{answer}");
    for _ in 0..2 {
        answered(&demo, 200, photo("2")).await;
    }
    drop(slow);
    until_answered(&demo, 200, &photo("1")).await;
}

#[tokio::test]
async fn the_number_of_slots_is_limited() {
    let demo = with_places(1, 1).await;
    let slow = rest_midway(&demo, &photo("1")).await;
    until_answered(&demo, 503, &photo("2")).await;
    // A small body needs neither slot nor account.
    answered(&demo, 200, chunked("/photos", "PUT", "", 50)).await;
    drop(slow);
    until_answered(&demo, 200, &photo("2")).await;
}
