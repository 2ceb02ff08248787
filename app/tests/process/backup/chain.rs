//! A load whose order can be seen in a backup.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use serde_json::json;
use tokio::task::JoinHandle;

use crate::client::{Client, Session};

/// Creates links until it is stopped, and follows each once before it creates the next one. Whatever moment a backup is of: if it has
/// a link, it has the clicks of those before.
pub struct Chain {
    stop: Arc<AtomicBool>,
    created: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Chain {
    pub fn on(client: &Client, session: &Session) -> Self {
        let (stop, created) = (Arc::<AtomicBool>::default(), Arc::<AtomicU64>::default());
        let (client, session) = (client.clone(), session.clone());
        let (stopped, counted) = (stop.clone(), created.clone());
        let task = tokio::spawn(async move {
            let mut number = 0;
            while !stopped.load(Ordering::SeqCst) {
                let slug = format!("n-{number}");
                let link =
                    json!({"url": "https://example.com", "slug": slug, "namespace": "global"});
                client.make(&session, "/api/links/", &link).await;
                number += 1;
                counted.store(number, Ordering::SeqCst);
                client.follow(&format!("/{slug}"), 1).await;
            }
        });
        Self {
            stop,
            created,
            task,
        }
    }

    /// How many links are created so far.
    pub fn created(&self) -> u64 {
        self.created.load(Ordering::SeqCst)
    }

    /// Stops; returns how many links were created.
    pub async fn end(self) -> u64 {
        self.stop.store(true, Ordering::SeqCst);
        self.task.await.unwrap();
        self.created.load(Ordering::SeqCst)
    }
}

/// Fails unless the number of links is one of `expected`, without a gap, and each has its click; that of the last one may be missing.
pub async fn assert_unbroken(client: &Client, session: &Session, expected: RangeInclusive<u64>) {
    let clicks = clicks(client, session).await;
    let links = u64::try_from(clicks.len()).unwrap();
    assert!(expected.contains(&links), "{links}, not {expected:?}");
    for (place, (number, clicks)) in (0..).zip(&clicks) {
        assert_eq!(place, *number, "the links have no gap");
        let least = u64::from(place + 1 < links);
        assert!((least..=1).contains(clicks), "{clicks} clicks of {number}");
    }
}

/// The clicks of each link of the chain, by its number.
async fn clicks(client: &Client, session: &Session) -> BTreeMap<u64, u64> {
    let mut clicks = BTreeMap::new();
    let mut next = Some(String::new());
    while let Some(after) = next {
        let path = format!("/api/links/?limit=100{after}");
        let page = client.read(session, &path).await;
        for link in page["items"].as_array().unwrap() {
            if let Some(number) = link["slug"].as_str().unwrap().strip_prefix("n-") {
                clicks.insert(number.parse().unwrap(), link["clicks"].as_u64().unwrap());
            }
        }
        next = page["next"].as_str().map(|next| format!("&after={next}"));
    }
    clicks
}
