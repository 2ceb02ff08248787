//! Everything that people do at once: links, edits, registrations and redirects, with what was acknowledged of it.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use reqwest::{Method, RequestBuilder};
use serde_json::json;
use tokio::task::JoinSet;

use super::subject::Owner;
use crate::click_load::{Load, Outcome};
use crate::client::{Client, PASSWORD};

/// How many create links at once.
const WRITERS: usize = 4;

/// What was acknowledged by a 2xx answer, over all loads of a test.
#[derive(Debug, Default)]
pub struct Ledger {
    /// The slugs of created links.
    links: Mutex<Vec<String>>,
    /// The addresses of registered accounts: each is owed a mail.
    accounts: Mutex<Vec<String>>,
    /// The number of the last edit that was acknowledged, and of the last one that was tried.
    edited: AtomicUsize,
    tried: AtomicUsize,
    /// Links and accounts get different names.
    names: AtomicUsize,
    /// Redirects that were answered, and those with an unknown outcome.
    redirected: AtomicUsize,
    unknown: AtomicUsize,
    refused: AtomicUsize,
    /// Clicks that the program has said to have dropped, since they could not be written.
    dropped: AtomicUsize,
    /// The longest time until a refusal, in milliseconds.
    slowest_refusal: AtomicUsize,
}

impl Ledger {
    pub fn links(&self) -> Vec<String> {
        self.links.lock().unwrap().clone()
    }

    pub fn accounts(&self) -> Vec<String> {
        self.accounts.lock().unwrap().clone()
    }

    /// The possible numbers in the target of the edited link.
    pub fn edits(&self) -> std::ops::RangeInclusive<usize> {
        self.edited.load(Ordering::SeqCst)..=self.tried.load(Ordering::SeqCst)
    }

    /// The possible numbers of clicks of the followed link.
    pub fn clicks(&self) -> std::ops::RangeInclusive<usize> {
        let redirected = self.redirected.load(Ordering::SeqCst);
        let dropped = self.dropped.load(Ordering::SeqCst);
        redirected - dropped..=redirected + self.unknown.load(Ordering::SeqCst)
    }

    /// Adds clicks that the program has said to have dropped.
    pub fn add_dropped(&self, clicks: u64) {
        let clicks = usize::try_from(clicks).unwrap();
        self.dropped.fetch_add(clicks, Ordering::SeqCst);
    }

    /// The longest time until a refusal.
    pub fn slowest_refusal(&self) -> Duration {
        Duration::from_millis(self.slowest_refusal.load(Ordering::SeqCst) as u64)
    }

    /// In words, for the table.
    pub fn said(&self) -> String {
        let (links, accounts) = (self.links().len(), self.accounts().len());
        let (edits, clicks) = (self.edits(), self.clicks());
        let refused = self.refused.load(Ordering::SeqCst);
        let dropped = match self.dropped.load(Ordering::SeqCst) {
            0 => String::new(),
            dropped => format!(", {dropped} clicks counted as dropped"),
        };
        format!(
            "{links} links, {} edits, {accounts} accounts with their mails, {} clicks; {refused} writes refused{dropped}",
            edits.start(),
            clicks.start()
        )
    }

    /// The number of acknowledged writes.
    fn total(&self) -> usize {
        self.links.lock().unwrap().len() + self.edited.load(Ordering::SeqCst)
    }

    fn name(&self) -> usize {
        self.names.fetch_add(1, Ordering::SeqCst)
    }

    fn add(&self, outcome: Outcome) {
        let redirected = usize::try_from(outcome.redirected).unwrap();
        self.redirected.fetch_add(redirected, Ordering::SeqCst);
        let unknown = usize::try_from(outcome.unknown).unwrap();
        self.unknown.fetch_add(unknown, Ordering::SeqCst);
    }
}

/// A load that runs until it is ended; those whose connection breaks go on.
pub struct Mixed {
    writers: JoinSet<()>,
    clicks: Load,
    stop: Arc<AtomicBool>,
    ledger: Arc<Ledger>,
    before: usize,
}

impl Mixed {
    pub fn start(client: &Client, owner: &Owner, ledger: &Arc<Ledger>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let writer = Writer {
            client: client.clone(),
            owner: owner.clone(),
            ledger: ledger.clone(),
            stop: stop.clone(),
        };
        let mut writers = JoinSet::new();
        for _ in 0..WRITERS {
            writers.spawn(writer.clone().create());
        }
        writers.spawn(writer.clone().edit());
        writers.spawn(writer.register());
        Self {
            writers,
            clicks: Load::on(client, "/promo"),
            stop,
            ledger: ledger.clone(),
            before: ledger.total(),
        }
    }

    /// Whether redirects were answered and writes acknowledged.
    pub fn runs(&self) -> bool {
        self.clicks.redirected() > 0 && self.ledger.total() > self.before
    }

    /// Waits until it runs.
    pub async fn warm_up(&self) {
        korotko_testkit::until("the load runs", async || self.runs()).await;
    }

    /// Ends the load, and waits for the last answers.
    pub async fn end(mut self) {
        self.stop.store(true, Ordering::SeqCst);
        self.ledger.add(self.clicks.end().await);
        while let Some(ended) = self.writers.join_next().await {
            ended.expect("no other answer");
        }
    }
}

#[derive(Clone)]
struct Writer {
    client: Client,
    owner: Owner,
    ledger: Arc<Ledger>,
    stop: Arc<AtomicBool>,
}

impl Writer {
    fn goes_on(&self) -> bool {
        !self.stop.load(Ordering::SeqCst)
    }

    /// Whether the request was acknowledged by this status. Without an answer its outcome is unknown.
    async fn send(&self, request: RequestBuilder, success: u16) -> bool {
        let began = Instant::now();
        let Ok(answer) = request.send().await else {
            // The program may be gone, and nothing is gained by asking at once.
            tokio::time::sleep(Duration::from_millis(20)).await;
            return false;
        };
        let status = answer.status().as_u16();
        if status == success {
            // Only a whole answer is one.
            return answer.bytes().await.is_ok();
        }
        assert_eq!(status, 503, "{:?}", answer.text().await);
        self.ledger.refused.fetch_add(1, Ordering::SeqCst);
        let took = usize::try_from(began.elapsed().as_millis()).unwrap();
        self.ledger
            .slowest_refusal
            .fetch_max(took, Ordering::SeqCst);
        false
    }

    async fn create(self) {
        while self.goes_on() {
            let slug = format!("made-{}", self.ledger.name());
            let link = json!({"url": "https://example.com/", "slug": slug});
            let request = self.client.request(Method::POST, "/api/links/");
            if self.send(request.json(&link), 201).await {
                self.ledger.links.lock().unwrap().push(slug);
            }
        }
    }

    async fn edit(self) {
        while self.goes_on() {
            let number = self.ledger.tried.fetch_add(1, Ordering::SeqCst) + 1;
            let edit = json!({"url": format!("https://example.com/{number}")});
            let path = format!("/api/links/{}", self.owner.edited);
            let request = self.client.request(Method::PATCH, &path).json(&edit);
            if self.send(request.bearer_auth(&self.owner.key), 200).await {
                self.ledger.edited.store(number, Ordering::SeqCst);
            }
        }
    }

    async fn register(self) {
        while self.goes_on() {
            let email = format!("person-{}@example.com", self.ledger.name());
            let body = json!({"email": email, "password": PASSWORD});
            let request = self.client.request(Method::POST, "/api/users/register/");
            if self.send(request.json(&body), 201).await {
                self.ledger.accounts.lock().unwrap().push(email);
            }
        }
    }
}

/// The numbers of different mails, and of all mails, to each address.
pub fn mails(sink: &korotko_testkit::SmtpSink) -> HashMap<String, (usize, usize)> {
    let mut ids: HashMap<String, (HashSet<String>, usize)> = HashMap::new();
    for mail in sink.mails() {
        let (known, times) = ids.entry(mail.to[0].clone()).or_default();
        known.insert(mail.message_id());
        *times += 1;
    }
    let counted = |(address, (ids, times)): (_, (HashSet<_>, _))| (address, (ids.len(), times));
    ids.into_iter().map(counted).collect()
}
