//! More clients than allowed connections.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::demo::Demo;
use crate::wire::{answered, connect, read_to_end, within_deadline};

const REQUEST: &[u8] = b"GET /people/1 HTTP/1.1\r\nhost: x\r\n\r\n";
const LAST_REQUEST: &[u8] = b"GET /people/1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

/// A server with this many connections, without idle timeout.
async fn with_places(places: usize) -> Demo {
    Demo::start_with(|_, options| {
        options.header_timeout = Duration::from_mins(10);
        options.last_read = Duration::from_mins(10);
        options.connections = places;
    })
    .await
}

/// A connection on which a request was answered.
async fn used(demo: &Demo) -> TcpStream {
    let mut stream = connect(demo).await;
    stream.write_all(REQUEST).await.unwrap();
    within_deadline(stream.readable()).await.unwrap();
    stream
}

#[tokio::test]
async fn the_longest_idle_connection_is_closed_for_a_new_one() {
    let demo = with_places(3).await;
    let mut streams = [used(&demo).await, used(&demo).await, used(&demo).await];
    let [first, second, third] = &mut streams;
    answered(&demo, 200, LAST_REQUEST).await;
    assert!(read_to_end(first).await.ends_with("person 1 by GET"));
    for stream in [second, third] {
        stream.write_all(LAST_REQUEST).await.unwrap();
        let answers = read_to_end(stream).await;
        assert_eq!(answers.matches("HTTP/1.1 200 ").count(), 2, "{answers}");
    }
}

#[tokio::test]
async fn clients_with_incomplete_requests_are_closed_for_new_ones() {
    let demo = with_places(2).await;
    let silent = connect(&demo).await;
    let mut slow = connect(&demo).await;
    slow.write_all(b"GET /people/1 HT").await.unwrap();
    for _ in 0..3 {
        answered(&demo, 200, LAST_REQUEST).await;
    }
    drop((silent, slow));
}

#[tokio::test]
async fn a_busy_connection_is_kept_and_the_next_client_waits() {
    let demo = with_places(1).await;
    let slow = demo.slow().await;
    let mut next = connect(&demo).await;
    next.write_all(LAST_REQUEST).await.unwrap();
    demo.finish(slow).await;
    let answer = read_to_end(&mut next).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn a_stop_answers_a_waiting_client() {
    let mut demo = with_places(1).await;
    let slow = demo.slow().await;
    let mut next = connect(&demo).await;
    next.write_all(REQUEST).await.unwrap();
    demo.stop();
    let answer = read_to_end(&mut next).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    demo.finish(slow).await;
    within_deadline(&mut demo.served).await.unwrap();
}
