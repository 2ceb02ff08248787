//! Start, stop, and random requests.

use std::time::Duration;

use tokio::io::AsyncWriteExt;

use crate::demo::Demo;
use crate::wire::{connect, read_to_end, within_deadline};

#[tokio::test]
async fn a_stop_finishes_running_requests_and_refuses_new_ones() {
    let mut demo = Demo::start().await;
    let idle = connect(&demo).await;
    let slow = demo.slow().await;
    demo.stop();
    demo.closed().await;
    assert!(!demo.served.is_finished());
    demo.finish(slow).await;
    within_deadline(&mut demo.served).await.unwrap();
    drop(idle);
}

#[tokio::test]
async fn a_stop_has_a_timeout() {
    let mut demo =
        Demo::start_with(|_, options| options.shutdown_timeout = Duration::from_millis(50)).await;
    let slow = demo.slow().await;
    demo.stop();
    within_deadline(&mut demo.served).await.unwrap();
    assert!(within_deadline(slow).await.is_err(), "no answer");
}

#[tokio::test]
async fn an_idle_connection_does_not_delay_a_stop() {
    let mut demo = Demo::start_with(|_, options| {
        options.shutdown_timeout = Duration::from_mins(10);
        options.header_timeout = Duration::from_mins(10);
    })
    .await;
    let mut used = connect(&demo).await;
    used.write_all(b"GET /people/1 HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    used.readable().await.unwrap();
    let silent = connect(&demo).await;
    demo.stop();
    within_deadline(&mut demo.served).await.unwrap();
    drop((used, silent));
}

/// Reproducible pseudorandom numbers.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn bytes(&mut self, most: u64) -> Vec<u8> {
        let length = self.next() % most;
        (0..length).map(|_| self.next().to_le_bytes()[0]).collect()
    }

    /// A valid request with some changed bytes.
    fn spoilt(&mut self) -> Vec<u8> {
        let mut bytes = b"POST /people/?limit=1 HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
            transfer-encoding: chunked\r\n\r\n1e\r\n{\"name\": \"a\", \"password\": \"b\"}\r\n0\r\n\r\n"
            .to_vec();
        for _ in 0..=self.next() % 4 {
            let place = usize::try_from(self.next()).unwrap() % bytes.len();
            bytes[place] = self.next().to_le_bytes()[0];
        }
        bytes
    }
}

#[tokio::test]
async fn a_thousand_random_requests_do_not_crash_the_server() {
    let demo = Demo::start_with(|settings, options| {
        settings.body_pace.grace = Duration::from_millis(50);
        options.header_timeout = Duration::from_millis(50);
    })
    .await;
    let mut noise = Noise(0x9e37_79b9_7f4a_7c15);
    for index in 0..1_000 {
        let bytes = if index % 2 == 0 {
            noise.bytes(300)
        } else {
            noise.spoilt()
        };
        let mut stream = connect(&demo).await;
        // The server may close before everything is sent.
        drop(stream.write_all(&bytes).await);
        drop(stream.shutdown().await);
        let answer = read_to_end(&mut stream).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1."),
            "{bytes:?}: {answer}"
        );
        assert!(!answer.starts_with("HTTP/1.1 5"), "{bytes:?}: {answer}");
    }
    assert_eq!(demo.get("/people/1").await.status, 200);
}
