//! A stop loses no request that was sent.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::demo::Demo;
use crate::wire::{connect, field, read_to_end, within_deadline};

const REQUEST: &[u8] = b"GET /people/1 HTTP/1.1\r\nhost: x\r\n\r\n";
const CLIENTS: usize = 50;
/// Longer than any test.
const LONG: Duration = Duration::from_mins(10);

/// Sends a request and reads its answer, on a connection that stays open.
async fn ask(stream: &mut TcpStream) -> String {
    stream.write_all(REQUEST).await.unwrap();
    let mut answer = String::new();
    within_deadline(async {
        while !answer.ends_with("person 1 by GET") {
            let mut bytes = [0; 1024];
            let read = stream.read(&mut bytes).await.unwrap();
            assert!(read > 0, "{answer:?}");
            answer.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
        }
    })
    .await;
    answer
}

async fn assert_last_answer(stream: &mut TcpStream) {
    let answer = read_to_end(stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer:?}");
    assert!(answer.ends_with("person 1 by GET"), "{answer:?}");
    assert_eq!(field(&answer, "connection"), Some("close"));
}

#[tokio::test]
async fn requests_sent_on_idle_connections_are_answered() {
    let mut demo = Demo::start().await;
    let mut idle = Vec::new();
    for _ in 0..CLIENTS {
        let mut stream = connect(&demo).await;
        assert_eq!(field(&ask(&mut stream).await, "connection"), None);
        idle.push(stream);
    }
    demo.stop();
    // Blocks the runtime, so that the server sees the stop and the requests together.
    for stream in &idle {
        assert_eq!(stream.try_write(REQUEST).unwrap(), REQUEST.len());
    }
    for stream in &mut idle {
        assert_last_answer(stream).await;
    }
    within_deadline(&mut demo.served).await.unwrap();
}

#[tokio::test]
async fn clients_waiting_to_be_accepted_are_answered() {
    let mut demo = Demo::start().await;
    demo.stop();
    // Blocks the runtime, so that the server accepts nothing.
    let waiting: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let mut stream = std::net::TcpStream::connect(demo.address).unwrap();
            std::io::Write::write_all(&mut stream, REQUEST).unwrap();
            stream
        })
        .collect();
    for stream in waiting {
        stream.set_nonblocking(true).unwrap();
        let mut stream = TcpStream::from_std(stream).unwrap();
        assert_last_answer(&mut stream).await;
    }
    within_deadline(&mut demo.served).await.unwrap();
}

#[tokio::test]
async fn a_new_connection_may_still_send_its_request() {
    let mut demo = Demo::start_with(|_, options| options.last_read = LONG).await;
    let mut stream = connect(&demo).await;
    demo.stop();
    demo.closed().await;
    stream.write_all(&REQUEST[..20]).await.unwrap();
    tokio::task::yield_now().await;
    stream.write_all(&REQUEST[20..]).await.unwrap();
    assert_last_answer(&mut stream).await;
}

#[tokio::test]
async fn an_incomplete_request_is_awaited_briefly() {
    let mut demo = Demo::start_with(|_, options| {
        options.header_timeout = LONG;
        options.shutdown_timeout = LONG;
    })
    .await;
    let mut stream = connect(&demo).await;
    ask(&mut stream).await;
    stream.write_all(&REQUEST[..20]).await.unwrap();
    demo.stop();
    within_deadline(&mut demo.served).await.unwrap();
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn during_the_grace_responses_close_their_connections() {
    let mut demo = Demo::start_with(|_, options| options.shutdown_grace = LONG).await;
    let mut used = connect(&demo).await;
    assert_eq!(field(&ask(&mut used).await, "connection"), None);
    let slow = demo.slow().await;
    demo.stop();
    // The stop has started as soon as a response closes its connection.
    within_deadline(async {
        let mut known = false;
        while !known {
            let mut stream = connect(&demo).await;
            known = field(&ask(&mut stream).await, "connection") == Some("close");
        }
    })
    .await;
    used.write_all(REQUEST).await.unwrap();
    assert_last_answer(&mut used).await;
    let answer = demo.finish(slow).await;
    assert_eq!(answer.header("connection"), "close");
    assert!(!demo.served.is_finished());
    demo.served.abort();
}
