//! A client of the API.

use std::net::SocketAddr;
use std::time::Duration;

use korotko_testkit::{Answer, SmtpSink};
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::program::DEADLINE;

/// The user of most tests.
pub const ANN: &str = "ann@example.com";

/// The password of all users.
pub const PASSWORD: &str = "Correct-horse-7";

/// A client that does not follow redirects.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    address: SocketAddr,
}

/// The tokens of a signed-in user.
#[derive(Debug, Clone)]
pub struct Session {
    pub access: String,
    pub refresh: String,
}

impl Client {
    pub fn new(address: SocketAddr) -> Self {
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            // Enough for a busy machine and ten queued hashes.
            .timeout(Duration::from_mins(1))
            .no_proxy()
            .build()
            .expect("a client");
        Self { http, address }
    }

    /// A request to a path of the program, or to a complete URL.
    pub fn request(&self, method: Method, place: &str) -> RequestBuilder {
        let url = match place.strip_prefix('/') {
            Some(path) => format!("http://{}/{path}", self.address),
            None => place.to_owned(),
        };
        self.http.request(method, url)
    }

    pub async fn get(&self, place: &str) -> Answer {
        Answer::to(self.request(Method::GET, place)).await
    }

    /// Whether a path answers with 200.
    pub async fn finds(&self, place: &str) -> bool {
        self.get(place).await.status == 200
    }

    /// Follows a link this many times; must succeed.
    pub async fn follow(&self, path: &str, times: u64) {
        for _ in 0..times {
            self.get(path).await.with(307);
        }
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        Answer::to(self.request(Method::POST, path).json(body)).await
    }

    pub async fn register(&self, email: &str) -> Answer {
        let body = json!({"email": email, "password": PASSWORD});
        self.post("/api/users/register/", &body).await
    }

    /// Registers; must succeed.
    pub async fn must_register(&self, email: &str) {
        self.register(email).await.with(201);
    }

    /// Opens a verification link on this node, whatever its host; must succeed.
    pub async fn verify(&self, link: &str) {
        let path = &link[link.find("/api/").expect("a path")..];
        self.get(path).await.with(200);
    }

    pub async fn try_sign_in(&self, email: &str) -> Answer {
        let body = json!({"email": email, "password": PASSWORD});
        self.post("/api/users/signin/", &body).await
    }

    /// Signs in; must succeed.
    pub async fn sign_in(&self, email: &str) -> Session {
        let pair = self.try_sign_in(email).await.with(200);
        Session {
            access: pair.text("access_token"),
            refresh: pair.text("refresh_token"),
        }
    }

    /// Registers, verifies with the first mail, and signs in.
    pub async fn sign_up(&self, email: &str, sink: &SmtpSink) -> Session {
        self.must_register(email).await;
        let mails = sink.wait_for(1, DEADLINE).await;
        self.verify(&mails[0].links()[0]).await;
        self.sign_in(email).await
    }

    /// A request of a signed-in user.
    pub fn signed(&self, session: &Session, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).bearer_auth(&session.access)
    }

    /// The JSON at a path; must succeed.
    pub async fn read(&self, session: &Session, path: &str) -> Value {
        let asked = self.signed(session, Method::GET, path);
        Answer::to(asked).await.with(200).json()
    }

    /// The JSON of the response to a POST; must succeed.
    pub async fn make(&self, session: &Session, path: &str, body: &Value) -> Value {
        let posted = self.signed(session, Method::POST, path).json(body);
        let answer = Answer::to(posted).await;
        assert!(answer.status < 300, "{answer:?}");
        answer.json()
    }

    /// Deletes the resource at a path; must succeed.
    pub async fn delete(&self, session: &Session, path: &str) {
        let asked = self.signed(session, Method::DELETE, path);
        Answer::to(asked).await.with(204);
    }

    /// Whether an access token is accepted.
    pub async fn knows(&self, session: &Session) -> bool {
        let asked = self.signed(session, Method::GET, "/api/users/me/");
        let status = Answer::to(asked).await.status;
        assert!([200, 401].contains(&status), "{status}");
        status == 200
    }

    /// Creates a link of the user.
    pub async fn shorten(&self, session: &Session, slug: &str, url: &str) -> Answer {
        let body = json!({"url": url, "custom_url": slug});
        Answer::to(self.signed(session, Method::POST, "/api/url/").json(&body)).await
    }
}
