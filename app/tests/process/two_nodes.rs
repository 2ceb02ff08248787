//! Two nodes on one database, a link that one changes and the other redirects, and a session that one ends and the other refuses.

use std::time::{Duration, Instant};

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{ANN, Client, Session};
use crate::home::Home;
use crate::listening::Listening;
use crate::program::{Program, until};

/// Longer than a second, since the machine is busy, and shorter than the minute for which a route is kept.
pub const SOON: Duration = Duration::from_secs(3);

/// Two nodes, and a user with the global link `/promo`.
pub struct Nodes {
    pub one: Listening,
    pub two: Listening,
    pub session: Session,
    link: i64,
}

impl Nodes {
    pub async fn on(home: &Home) -> Self {
        Self::start(&home.korotko("serve")).await
    }

    pub async fn start(korotko: &Program) -> Self {
        let korotko = korotko.clone();
        let korotko = korotko.with("PUBLIC_URL", "http://short.example");
        let (one, two) = (korotko.listen().await, korotko.listen().await);
        let client = one.client();
        client.must_register(ANN).await;
        let shown = async {
            tokio::select! {
                link = one.shown_link() => link,
                link = two.shown_link() => link,
            }
        };
        client.verify(&shown.await).await;
        let session = client.sign_in(ANN).await;
        let link = json!({"url": "https://example.com/0", "slug": "promo", "namespace": "global"});
        let made = client.make(&session, "/api/links/", &link).await;
        let link = made["id"].as_i64().unwrap();
        Self {
            one,
            two,
            session,
            link,
        }
    }

    /// Changes the target on the first node.
    pub async fn edit(&self, number: usize) {
        self.send_edit(number).await.with(200);
        assert_eq!(target(&self.one.client()).await, number);
    }

    async fn send_edit(&self, number: usize) -> Answer {
        let edit = json!({"url": format!("https://example.com/{number}")});
        let path = format!("/api/links/{}", self.link);
        let client = self.one.client();
        let asked = client.signed(&self.session, Method::PATCH, &path);
        Answer::to(asked.json(&edit)).await
    }

    /// Stops the second node, and changes the target on the first one.
    pub async fn stop_two_and_edit(&self, number: usize) {
        until(
            "the second node is stopped and the link changed",
            async || {
                self.two.process.signal("STOP");
                let edited = self.send_edit(number).await.status == 200;
                if !edited {
                    // On SQLite it was stopped while it was writing, so that nobody else can write.
                    self.two.process.signal("CONT");
                }
                edited
            },
        )
        .await;
    }

    /// Waits until the second node redirects to this target, which must be soon.
    pub async fn seen(&self, number: usize) {
        let began = Instant::now();
        let client = self.two.client();
        until("the other node knows", async || {
            target(&client).await == number
        })
        .await;
        let took = began.elapsed();
        assert!(took < SOON, "{took:?}");
    }

    /// Ends the session by this request on the first node, which the second one must know soon.
    pub async fn end_session(&self, method: Method, path: &str, body: &Value) {
        let (one, two) = (self.one.client(), self.two.client());
        assert!(two.knows(&self.session).await);
        let asked = one.signed(&self.session, method, path).json(body);
        Answer::to(asked).await.with(204);
        let began = Instant::now();
        assert!(!one.knows(&self.session).await);
        until("the other node knows", async || {
            !two.knows(&self.session).await
        })
        .await;
        let took = began.elapsed();
        assert!(took < SOON, "{took:?}");
    }

    /// Signs out everywhere on the first node, which the second one must know soon, and signs in again.
    pub async fn sign_out(&mut self) {
        let path = "/api/users/signout-everywhere/";
        self.end_session(Method::POST, path, &json!({})).await;
        self.session = self.one.client().sign_in(ANN).await;
        assert!(self.two.client().knows(&self.session).await);
    }

    /// Waits until this time has passed, during which the second node follows the link.
    pub async fn follow_for(&self, time: Duration) {
        let began = Instant::now();
        until("time passes", async || {
            target(&self.two.client()).await;
            began.elapsed() > time
        })
        .await;
    }

    /// Whether the second node, which follows the link all the time, reads each change that nobody announced.
    pub async fn reads_again(&self, home: &Home) -> bool {
        for number in 1_000..1_020 {
            home.sql(&format!(
                "UPDATE links SET url = 'https://example.com/{number}' WHERE slug = 'promo'"
            ));
            self.follow_for(Duration::from_millis(1_500)).await;
            if target(&self.two.client()).await != number {
                return false;
            }
        }
        true
    }

    pub async fn stop(self) {
        self.one.stop().await;
        self.two.stop().await;
    }
}

/// The number at the end of the target of `/promo`.
pub async fn target(client: &Client) -> usize {
    let answer = client.get("/promo").await.with(307);
    let target = answer.header("location").to_owned();
    let number = target.rsplit('/').next().unwrap();
    number.parse().unwrap()
}
