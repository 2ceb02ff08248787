//! Nodes behind `PgBouncer` in transaction mode, as docs/OPERATIONS.md configures them.

use futures_util::future::join_all;
use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::json;

use crate::home::Home;
use crate::pgbouncer::PgBouncer;
use crate::program::{Program, assert_says, until};
use crate::two_nodes::{Nodes, target};

/// How many clients use the nodes at the same time: more than the pooler has sessions.
const CLIENTS: usize = 16;

fn behind(pooler: &PgBouncer, home: &Home) -> Program {
    let url = format!("{}&statement-cache-capacity=0", pooler.url());
    home.korotko("serve").with("DATABASE_URL", url)
}

async fn assert_sees_changes(nodes: &Nodes) {
    for number in 1..10 {
        target(&nodes.two.client()).await;
        nodes.edit(number).await;
        nodes.seen(number).await;
    }
}

#[tokio::test]
async fn without_a_direct_url_links_and_users_are_read_again() {
    let home = Home::postgres();
    let pooler = PgBouncer::before(&home.postgres_url()).await;
    let mut nodes = Nodes::start(&behind(&pooler, &home)).await;
    assert_sees_changes(&nodes).await;
    assert!(nodes.reads_again(&home).await);
    nodes.sign_out().await;
    nodes.one.stop().await;
    let log = nodes.two.stop().await.stderr;
    assert_says(&log, &["news_lost", "KOROTKO_DATABASE_DIRECT_URL"]);
}

#[tokio::test]
async fn with_a_direct_url_changes_are_heard() {
    let home = Home::postgres();
    let pooler = PgBouncer::before(&home.postgres_url()).await;
    let korotko = behind(&pooler, &home).with("DATABASE_DIRECT_URL", home.postgres_url());
    let nodes = Nodes::start(&korotko).await;
    assert_sees_changes(&nodes).await;
    assert!(!nodes.reads_again(&home).await);
    nodes.edit(100).await;
    nodes.seen(100).await;
    nodes.stop().await;
}

#[tokio::test]
async fn the_service_works_for_many_clients() {
    let home = Home::postgres();
    let pooler = PgBouncer::before(&home.postgres_url()).await;
    let nodes = Nodes::start(&behind(&pooler, &home)).await;
    join_all((0..CLIENTS).map(|number| use_service(&nodes, number))).await;
    let client = nodes.one.client();
    let listed = client.read(&nodes.session, "/api/links/?limit=100").await;
    assert_eq!(listed["items"].as_array().unwrap().len(), CLIENTS + 1);
    nodes.stop().await;
}

/// Creates a link on one node, and edits, follows, finds and counts it on the other.
async fn use_service(nodes: &Nodes, number: usize) {
    let (one, two) = (nodes.one.client(), nodes.two.client());
    let session = &nodes.session;
    let slug = format!("client-{number}");
    let link =
        json!({"url": "https://example.com/", "slug": slug, "namespace": "global", "tags": [slug]});
    let made = one.make(session, "/api/links/", &link).await;
    let path = format!("/api/links/{}", made["id"]);
    let edit = json!({"title": slug});
    let edited = two.signed(session, Method::PATCH, &path).json(&edit);
    Answer::to(edited).await.with(200);
    two.follow(&format!("/{slug}"), 3).await;
    let found = one.read(session, &format!("/api/links/?tag={slug}")).await;
    assert_eq!(found["items"][0]["title"], slug);
    let counts = format!("{path}/stats");
    until("the clicks are counted", async || {
        one.read(session, &counts).await["total"]["clicks"] == 3
    })
    .await;
}
