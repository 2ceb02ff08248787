//! SIGKILL while links are created together: every acknowledged one is there, and as many links are counted as exist.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use tokio::task::JoinSet;

use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::program::until;

on_both_databases!(every_acknowledged_link_is_there_after_sigkill);

const ROUNDS: u64 = 5;
const WRITERS: usize = 16;

async fn every_acknowledged_link_is_there_after_sigkill(home: Home) {
    // Tokens contain the URL, and the port differs each time.
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let listening = korotko.listen().await;
    let session = listening.sign_up(ANN).await;
    listening.stop().await;
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let listening = korotko.listen().await;
        let made = Arc::new(AtomicUsize::new(0));
        let mut writers = JoinSet::new();
        for _ in 0..WRITERS {
            let client = listening.client();
            writers.spawn(create(client, session.clone(), made.clone()));
        }
        let enough = || made.load(Ordering::SeqCst) > 5 * WRITERS;
        until("links are created", async || enough()).await;
        // The moment varies on purpose.
        tokio::time::sleep(Duration::from_millis(round * 37 % 100)).await;
        listening.process.kill();
        acknowledged.extend(writers.join_all().await.concat());
    }
    let listening = korotko.listen().await;
    let client = listening.client();
    for link in &acknowledged {
        client.read(&session, &format!("/api/links/{link}")).await;
    }
    listening.stop().await;
    let exist = home.sql("SELECT count(*) FROM links");
    assert_eq!(home.sql("SELECT links FROM users"), exist);
    assert!(exist.parse::<usize>().unwrap() >= acknowledged.len());
}

/// Creates links until the program dies; returns the ids of the acknowledged ones.
async fn create(client: Client, session: Session, made: Arc<AtomicUsize>) -> Vec<i64> {
    let body = json!({"url": "https://example.com/"});
    let mut acknowledged = Vec::new();
    loop {
        let create = client.signed(&session, Method::POST, "/api/links/");
        let Ok(answer) = create.json(&body).send().await else {
            return acknowledged;
        };
        assert_eq!(answer.status(), 201);
        let Ok(link) = answer.json::<serde_json::Value>().await else {
            return acknowledged;
        };
        acknowledged.push(link["id"].as_i64().unwrap());
        made.fetch_add(1, Ordering::SeqCst);
    }
}
