//! Every node learns within a second that a link was changed on another.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::json;

use crate::client::{ANN, Client, Session};
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::program::until;
use korotko_testkit::Answer;

on_both_databases!(
    a_change_is_seen_by_another_node_within_a_second,
    known_links_are_not_read_again,
    a_node_that_was_stopped_serves_nothing_old,
);

/// Longer than a second, since the machine is busy, and shorter than the minute for which a route is kept.
const SOON: Duration = Duration::from_secs(3);

/// Two nodes, and a user with the global link `/promo`.
struct Nodes {
    one: Listening,
    two: Listening,
    session: Session,
    link: i64,
}

impl Nodes {
    async fn on(home: &Home) -> Self {
        let korotko = home.korotko("serve");
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
    async fn edit(&self, number: usize) {
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
    async fn stop_two_and_edit(&self, number: usize) {
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
    async fn seen(&self, number: usize) {
        let began = Instant::now();
        let client = self.two.client();
        until("the other node knows", async || {
            target(&client).await == number
        })
        .await;
        let took = began.elapsed();
        assert!(took < SOON, "{took:?}");
    }

    async fn stop(self) {
        self.one.stop().await;
        self.two.stop().await;
    }
}

/// The number at the end of the target of `/promo`.
async fn target(client: &Client) -> usize {
    let answer = client.get("/promo").await.with(307);
    let target = answer.header("location").to_owned();
    let number = target.rsplit('/').next().unwrap();
    number.parse().unwrap()
}

async fn a_change_is_seen_by_another_node_within_a_second(home: Home) {
    let nodes = Nodes::on(&home).await;
    for number in 1..20 {
        target(&nodes.two.client()).await;
        nodes.edit(number).await;
        nodes.seen(number).await;
    }
    nodes.stop().await;
}

/// Waits until this time has passed, during which the second node follows the link.
async fn following(nodes: &Nodes, time: Duration) {
    let began = Instant::now();
    until("time passes", async || {
        target(&nodes.two.client()).await;
        began.elapsed() > time
    })
    .await;
}

async fn known_links_are_not_read_again(home: Home) {
    let nodes = Nodes::on(&home).await;
    let client = nodes.two.client();
    // Changed behind the back of both, which announces nothing: a node that reads the link sees it.
    for number in 1.. {
        assert!(number < 20, "each link is read again after a second");
        home.sql(&format!(
            "UPDATE links SET url = 'https://example.com/{number}' WHERE slug = 'promo'"
        ));
        following(&nodes, Duration::from_millis(1_500)).await;
        if target(&client).await != number {
            break;
        }
    }
    nodes.edit(100).await;
    nodes.seen(100).await;
    nodes.stop().await;
}

async fn a_node_that_was_stopped_serves_nothing_old(home: Home) {
    let nodes = Nodes::on(&home).await;
    let client = nodes.two.client();
    for number in 1..4 {
        following(&nodes, Duration::from_millis(500)).await;
        nodes.stop_two_and_edit(number).await;
        let edited = Instant::now();
        until("a second passes", async || {
            edited.elapsed() > Duration::from_secs(1)
        })
        .await;
        nodes.two.process.signal("CONT");
        assert_eq!(target(&client).await, number);
    }
    nodes.stop().await;
}

/// The connections that listen are ended repeatedly.
#[tokio::test]
async fn a_node_whose_listener_is_cut_sees_every_change() {
    let home = Home::postgres();
    let nodes = Nodes::on(&home).await;
    let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'";
    let mut cuts = 0;
    for number in 1..20 {
        target(&nodes.two.client()).await;
        nodes.edit(number).await;
        cuts += home.sql(cut).parse::<usize>().unwrap();
        nodes.seen(number).await;
        cuts += home.sql(cut).parse::<usize>().unwrap();
        nodes.edit(number + 100).await;
        nodes.seen(number + 100).await;
    }
    assert!(cuts > 1, "{cuts}");
    nodes.stop().await;
}
