//! Every node learns within a second that a link was changed on another.

use std::time::{Duration, Instant};

use crate::home::{Home, on_both_databases};
use crate::program::until;
use crate::two_nodes::{Nodes, target};

on_both_databases!(
    a_change_is_seen_by_another_node_within_a_second,
    known_links_are_not_read_again,
    a_node_that_was_stopped_serves_nothing_old,
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
