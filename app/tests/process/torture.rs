//! Faults at random moments, for minutes: too long for every test run. See `scripts/torture.sh`.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

use korotko_testkit::SmtpSink;
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::Client;
use crate::full_disk::{on, shorten};
use crate::home::Home;
use crate::listening::Listening;
use crate::small_disk::SmallDisk;

const ROUNDS: u32 = 50;
/// The number of concurrent writers.
const WRITERS: u32 = 4;

/// Waits for a random time, up to this many milliseconds.
async fn any_moment(within: u64) {
    let random = RandomState::new().build_hasher().finish();
    tokio::time::sleep(Duration::from_millis(random % within)).await;
}

/// Writes until the program dies; returns the acknowledged slugs.
async fn write(client: Client, prefix: String) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let slug = format!("{prefix}-{number}");
        let body = json!({"url": "https://example.com/", "slug": slug});
        let sent = client.request(reqwest::Method::POST, "/api/links/");
        match sent.json(&body).send().await {
            Ok(answer) if answer.status() == 201 => acknowledged.push(slug),
            Ok(answer) => assert_eq!(answer.status(), 503, "{slug}"),
            Err(_) => break,
        }
    }
    acknowledged
}

/// Fills the disk for a while, then kills the program; returns the acknowledged slugs.
async fn round(listening: Listening, disk: &SmallDisk, number: u32) -> Vec<String> {
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let prefix = format!("r{number}-w{writer}");
        writers.spawn(write(listening.client(), prefix));
    }
    any_moment(400).await;
    disk.fill(&listening.process);
    any_moment(400).await;
    disk.free(&listening.process);
    for _ in 0..3 {
        assert_eq!(shorten(&listening.client(), "taken").await, 409);
        any_moment(100).await;
    }
    any_moment(400).await;
    listening.process.kill();
    writers.join_all().await.concat()
}

async fn torture(disk: SmallDisk) {
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let korotko = on(&disk, &home, &sink);
    let listening = korotko.listen().await;
    assert_eq!(shorten(&listening.client(), "taken").await, 201);
    listening.stop().await;
    let mut total = 0;
    for number in 0..ROUNDS {
        let acknowledged = round(korotko.listen().await, &disk, number).await;
        let listening = korotko.listen().await;
        for slug in &acknowledged {
            listening.client().follow(&format!("/{slug}"), 1).await;
        }
        total += acknowledged.len();
        listening.stop().await;
    }
    assert!(total > ROUNDS as usize, "{total}");
    println!("{total} acknowledged in {ROUNDS} rounds, none lost");
}

#[tokio::test]
#[ignore = "takes minutes: scripts/torture.sh"]
async fn randomly_full_disks_lose_nothing() {
    torture(SmallDisk::mounted(128)).await;
}

#[tokio::test]
#[ignore = "takes minutes: scripts/torture.sh"]
async fn random_file_size_limits_lose_nothing() {
    torture(SmallDisk::limited()).await;
}
