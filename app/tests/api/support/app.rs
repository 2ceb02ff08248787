use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use chrono::TimeDelta;
use korotko_core::id::{LinkId, UserId};
use korotko_core::job::{JobRecord, JobState};
use korotko_core::link::Link;
use korotko_core::mock::TestClock;
use korotko_core::ports::Store;
use korotko_core::user::{self, User};
use korotko_core::{Korotko, PublicUrl};
use korotko_testkit::{SmtpSink, until};
use reqwest::redirect::Policy;

use super::counting_hasher::CountingHasher;
use super::counting_routes::CountingRoutes;
use super::document::{Document, Operation};
use super::setup::Setup;
use super::switched_store::SwitchedStore;

/// A running application and its environment. Clones share it.
#[derive(Clone)]
pub struct App {
    /// Its mail server.
    pub sink: Arc<SmtpSink>,
    /// Its clock.
    pub clock: TestClock,
    /// Its store.
    pub store: Arc<SwitchedStore>,
    /// Its cache of routes.
    pub routes: Arc<CountingRoutes>,
    /// Its hasher.
    pub hasher: Arc<CountingHasher>,
    /// The use cases on the same ports, as in another process.
    pub korotko: Arc<Korotko>,
    /// Its listen address.
    pub address: SocketAddr,
    /// Its public URL, without a trailing slash.
    pub public_url: String,
    pub(super) http: reqwest::Client,
    pub(super) document: Arc<Document>,
}

impl App {
    pub(super) async fn at(
        address: SocketAddr,
        public_url: PublicUrl,
        setup: &Setup,
        store: Arc<SwitchedStore>,
        routes: Arc<CountingRoutes>,
        hasher: Arc<CountingHasher>,
        korotko: Korotko,
    ) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .no_proxy();
        let http = http.build().unwrap();
        let document = if setup.policy == user::AccessPolicy::default() {
            document(&http, address).await
        } else {
            Arc::new(read_document(&http, address).await)
        };
        Self {
            sink: setup.sink.clone(),
            clock: setup.clock.clone(),
            store,
            routes,
            hasher,
            korotko: Arc::new(korotko),
            address,
            public_url: public_url
                .as_url()
                .as_str()
                .trim_end_matches('/')
                .to_owned(),
            http,
            document,
        }
    }

    /// The URL of a path at the listen address.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The path and query of a URL of the application.
    #[track_caller]
    pub fn path_of(&self, url: &str) -> String {
        let path = url.strip_prefix(&self.public_url);
        path.unwrap_or_else(|| panic!("{url} is not under {}", self.public_url))
            .to_owned()
    }

    /// Advances the clock.
    pub fn advance(&self, step: TimeDelta) {
        self.clock.advance(step);
    }

    /// Every operation in the document.
    pub fn operations(&self) -> Vec<Operation> {
        self.document.operations()
    }

    /// All jobs in these states; without states, all jobs.
    pub async fn jobs(&self, states: &[JobState]) -> Vec<JobRecord> {
        let jobs = &self.korotko.jobs;
        jobs.list(states.to_vec(), None, 1000).await.unwrap().items
    }

    /// Waits until no job is left.
    pub async fn idle(&self) {
        let unfinished = [JobState::Waiting, JobState::Running];
        until("all jobs are done", async || {
            self.jobs(&unfinished).await.is_empty()
        })
        .await;
    }

    /// The row of a link.
    pub async fn stored_link(&self, id: i64) -> Option<Link> {
        let links = self.store.repositories().links;
        links.find_by_id(LinkId(id)).await.unwrap()
    }

    /// The row of a user.
    pub async fn stored_user(&self, id: i64) -> Option<User> {
        let users = self.store.repositories().users;
        users.find_by_id(UserId(id)).await.unwrap()
    }

    /// The number of accounts among the first 500 ids.
    pub async fn count_users(&self) -> usize {
        let mut count = 0;
        for id in 1..=500 {
            count += usize::from(self.stored_user(id).await.is_some());
        }
        count
    }
}

/// The document, which is the same for all applications with the default policy.
async fn document(http: &reqwest::Client, address: SocketAddr) -> Arc<Document> {
    static KNOWN: OnceLock<Arc<Document>> = OnceLock::new();
    if let Some(document) = KNOWN.get() {
        return document.clone();
    }
    let document = read_document(http, address).await;
    KNOWN.get_or_init(|| Arc::new(document)).clone()
}

async fn read_document(http: &reqwest::Client, address: SocketAddr) -> Document {
    let request = http.get(format!("http://{address}/openapi.json"));
    let json = request.send().await.unwrap().text().await.unwrap();
    Document::new(&json)
}
