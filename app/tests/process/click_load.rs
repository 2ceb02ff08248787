//! Load: clients that follow a link repeatedly.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use reqwest::Method;
use tokio::task::JoinSet;

use crate::client::Client;

/// The number of concurrent clients.
pub const PEOPLE: u64 = 8;

/// A load that runs until it is stopped or the program dies.
pub struct Load {
    requests: JoinSet<()>,
    seen: Arc<Seen>,
}

#[derive(Default)]
struct Seen {
    stop: AtomicBool,
    /// Complete redirects.
    redirected: AtomicU64,
    /// Requests with an unknown outcome.
    unknown: AtomicU64,
    /// Requests that were answered 503.
    refused: AtomicU64,
}

/// The outcomes of the requests of a load.
#[derive(Debug, Clone, Copy, Default)]
pub struct Outcome {
    pub redirected: u64,
    pub unknown: u64,
    pub refused: u64,
}

impl Load {
    /// Starts to follow `path`.
    pub fn on(client: &Client, path: &'static str) -> Self {
        let seen = Arc::new(Seen::default());
        let mut requests = JoinSet::new();
        for _ in 0..PEOPLE {
            requests.spawn(follow(client.clone(), path, seen.clone()));
        }
        Self { requests, seen }
    }

    /// The number of redirects so far.
    pub fn redirected(&self) -> u64 {
        self.seen.redirected.load(Ordering::SeqCst)
    }

    /// The number of 503 responses so far.
    pub fn refused(&self) -> u64 {
        self.seen.refused.load(Ordering::SeqCst)
    }

    /// Ends the load.
    pub async fn end(mut self) -> Outcome {
        self.seen.stop.store(true, Ordering::SeqCst);
        while let Some(ended) = self.requests.join_next().await {
            ended.expect("no other answer");
        }
        Outcome {
            redirected: self.seen.redirected.load(Ordering::SeqCst),
            unknown: self.seen.unknown.load(Ordering::SeqCst),
            refused: self.seen.refused.load(Ordering::SeqCst),
        }
    }
}

async fn follow(client: Client, path: &'static str, seen: Arc<Seen>) {
    while !seen.stop.load(Ordering::SeqCst) {
        let request = client.request(Method::GET, path);
        let request = request.header(
            "User-Agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0",
        );
        match request.send().await.map(|answer| answer.status().as_u16()) {
            Ok(307) => seen.redirected.fetch_add(1, Ordering::SeqCst),
            Ok(503) => seen.refused.fetch_add(1, Ordering::SeqCst),
            Ok(status) => panic!("{status}"),
            Err(_) => {
                // The program has ended.
                seen.unknown.fetch_add(1, Ordering::SeqCst);
                return;
            }
        };
    }
}
