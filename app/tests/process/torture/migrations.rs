//! Nodes that migrate at once, and are killed while they do.

use super::record::Record;
use super::{any_moment, rounds};
use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;
use crate::migrations::{applied, fill};
use crate::program::until;

on_both_databases!(
    #[ignore = "takes minutes: scripts/torture.sh migrations"]
    nodes_that_migrate_at_once_and_are_killed_come_up
);

/// Starts two nodes on a schema that is not complete, and kills one at any moment; then both must come up.
async fn round(home: &Home) {
    let korotko = home.korotko("serve").with("PUBLIC_URL", "http://localhost");
    let (victim, other) = (korotko.start(), korotko.start());
    any_moment(400).await;
    victim.kill();
    let again = korotko.start();
    let nodes = [
        Listening::wait_for(other).await,
        Listening::wait_for(again).await,
    ];
    assert!(applied(home).await.into_iter().all(|applied| applied));
    for node in &nodes {
        // A busy machine may not answer in the time of one probe.
        let client = node.client();
        until("the node is ready", async || client.finds("/readyz").await).await;
    }
    for node in nodes {
        node.stop().await;
    }
}

async fn nodes_that_migrate_at_once_and_are_killed_come_up(home: Home) {
    let record = Record::begin("migrations", home.database());
    round(&home).await;
    fill(&home).await;
    let rounds = rounds(50);
    for number in 0..rounds {
        // At most as many steps as leave the tables of accounts and links.
        let steps = 1 + number % 3;
        home.korotko(&format!("migrate down {steps} --yes"))
            .print()
            .await;
        round(&home).await;
        assert_eq!(home.sql("SELECT count(*) FROM links"), "1");
    }
    let listening = home.korotko("serve").listen().await;
    listening.client().sign_in(ANN).await;
    listening.stop().await;
    record.passed(
        &format!("{rounds} times two nodes migrated at once and one was killed"),
        "an account with its link",
    );
}
