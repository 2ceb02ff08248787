//! Every node learns within a second that a link was changed, or a session ended, on another.

use std::time::{Duration, Instant};

use korotko_testkit::Answer;
use reqwest::Method;
use serde_json::json;

use crate::client::{ANN, PASSWORD};
use crate::home::{Home, on_both_databases};
use crate::program::until;
use crate::two_nodes::{Nodes, target};

on_both_databases!(
    a_change_is_seen_by_another_node_within_a_second,
    known_links_are_not_read_again,
    a_node_that_was_stopped_serves_nothing_old,
    an_ended_session_is_refused_by_another_node_within_a_second,
    known_users_are_not_read_again,
    a_deleted_key_is_refused_by_another_node_at_once,
);

async fn a_change_is_seen_by_another_node_within_a_second(home: Home) {
    let nodes = Nodes::on(&home).await;
    for number in 1..20 {
        target(&nodes.two.client()).await;
        nodes.edit(number).await;
        nodes.seen(number).await;
    }
    nodes.stop().await;
}

async fn known_links_are_not_read_again(home: Home) {
    let nodes = Nodes::on(&home).await;
    assert!(!nodes.reads_again(&home).await);
    nodes.edit(100).await;
    nodes.seen(100).await;
    nodes.stop().await;
}

async fn a_node_that_was_stopped_serves_nothing_old(home: Home) {
    let nodes = Nodes::on(&home).await;
    let client = nodes.two.client();
    for number in 1..4 {
        nodes.follow_for(Duration::from_millis(500)).await;
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

async fn an_ended_session_is_refused_by_another_node_within_a_second(home: Home) {
    let mut nodes = Nodes::on(&home).await;
    for _ in 0..5 {
        nodes.sign_out().await;
    }
    let change = json!({"current_password": PASSWORD, "new_password": "Another-horse-8"});
    let path = "/api/users/password/";
    nodes.end_session(Method::POST, path, &change).await;
    let body = json!({"email": ANN, "password": "Another-horse-8"});
    let pair = nodes.one.client().post("/api/users/signin/", &body).await;
    nodes.session.access = pair.with(200).text("access_token");
    let deletion = json!({"password": "Another-horse-8"});
    let path = "/api/users/me/";
    nodes.end_session(Method::DELETE, path, &deletion).await;
    nodes.stop().await;
}

/// A change of the epoch that nobody announced is not seen.
async fn known_users_are_not_read_again(home: Home) {
    let nodes = Nodes::on(&home).await;
    let two = nodes.two.client();
    let mut known = false;
    for _ in 0..20 {
        home.sql("UPDATE users SET token_epoch = 0");
        until("the session is known", async || {
            two.knows(&nodes.session).await
        })
        .await;
        home.sql("UPDATE users SET token_epoch = 1");
        nodes.follow_for(Duration::from_millis(1_500)).await;
        known = two.knows(&nodes.session).await;
        if known {
            break;
        }
    }
    assert!(known);
    nodes.stop().await;
}

/// Whether an API key that may read links is accepted by both nodes, which agree.
async fn works(nodes: &Nodes, key: &str) -> bool {
    let mut statuses = Vec::new();
    for node in [&nodes.one, &nodes.two] {
        let asked = node.client().request(Method::GET, "/api/links/");
        statuses.push(Answer::to(asked.bearer_auth(key)).await.status);
    }
    match statuses[..] {
        [200, 200] => true,
        [401, 401] => false,
        _ => panic!("{statuses:?}"),
    }
}

async fn a_deleted_key_is_refused_by_another_node_at_once(home: Home) {
    let nodes = Nodes::on(&home).await;
    let client = nodes.one.client();
    let new = json!({"name": "Extension", "scopes": ["links:read"]});
    for _ in 0..5 {
        let key = client.make(&nodes.session, "/api/keys/", &new).await;
        let secret = key["key"].as_str().unwrap();
        assert!(works(&nodes, secret).await);
        let path = format!("/api/keys/{}", key["id"]);
        client.delete(&nodes.session, &path).await;
        assert!(!works(&nodes, secret).await);
    }
    let key = client.make(&nodes.session, "/api/keys/", &new).await;
    let secret = key["key"].as_str().unwrap();
    assert!(works(&nodes, secret).await);
    let path = "/api/users/signout-everywhere/";
    let asked = client.signed(&nodes.session, Method::POST, path);
    let ended = Answer::to(asked.json(&json!({"keys": true}))).await;
    ended.with(204);
    assert!(!works(&nodes, secret).await);
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
