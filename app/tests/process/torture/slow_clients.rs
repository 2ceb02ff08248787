//! Thousands of clients that send a byte a second.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::record::Record;
use super::{random, rounds};
use crate::home::{Home, on_both_databases};
use crate::limits::{allow_files, ask};

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh slow-clients"]
    a_new_client_is_served_beside_thousands_of_slow_ones
);

const CLIENTS: usize = 5_000;
/// How long a new client may wait.
const PATIENCE: Duration = Duration::from_secs(1);
/// The maximum memory, in KiB.
const MEMORY: u64 = 150 * 1024;

/// Requests that never become complete: in the head, or in the body.
const REQUESTS: [&str; 2] = [
    "GET /promo HTTP/1.1\r\nhost: x\r\nx-slow: ",
    "POST /api/links/ HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2000\r\n\r\n{",
];

/// Sends a byte a second, and connects again when it is disconnected.
async fn crawl(address: SocketAddr, request: &str) {
    loop {
        tokio::time::sleep(Duration::from_millis(random(1_000))).await;
        let Ok(mut stream) = TcpStream::connect(address).await else {
            continue;
        };
        let mut sent = stream.write_all(request.as_bytes()).await;
        while sent.is_ok() {
            tokio::time::sleep(Duration::from_secs(1)).await;
            sent = stream.write_all(b"x").await;
        }
    }
}

async fn a_new_client_is_served_beside_thousands_of_slow_ones(home: Home) {
    let record = Record::begin("slow clients", home.database());
    allow_files(2 * CLIENTS as u64);
    let listening = home.korotko("serve").listen().await;
    let address = listening.address;
    let mut clients = JoinSet::new();
    for number in 0..CLIENTS {
        clients.spawn(crawl(address, REQUESTS[number % REQUESTS.len()]));
    }
    let (mut slowest, mut memory) = (Duration::ZERO, 0);
    for _ in 0..rounds(600) {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let began = Instant::now();
        drop(ask(address).await);
        slowest = slowest.max(began.elapsed());
        memory = memory.max(listening.process.memory("VmRSS"));
    }
    drop(clients);
    listening.stop().await;
    assert!(slowest < PATIENCE, "{slowest:?}");
    assert!(memory < MEMORY, "{memory} KiB");
    record.passed(
        &format!("{CLIENTS} clients that send a byte a second, for two minutes"),
        &format!(
            "a new client waited {} ms at most, {} MB of memory",
            slowest.as_millis(),
            memory / 1024
        ),
    );
}
