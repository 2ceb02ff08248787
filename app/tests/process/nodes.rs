//! Several nodes on one database.

use crate::client::ANN;
use crate::home::{Home, on_both_databases};
use crate::listening::Listening;

on_both_databases!(concurrently_started_nodes_come_up);

async fn concurrently_started_nodes_come_up(home: Home) {
    let korotko = home
        .korotko("serve")
        .with("PUBLIC_URL", "http://short.example");
    let processes = [korotko.start(), korotko.start(), korotko.start()];
    let mut nodes = Vec::new();
    for process in processes {
        let node = Listening::wait_for(process).await;
        assert!(node.client().finds("/readyz").await);
        nodes.push(node);
    }
    // All nodes share the accounts and the secrets.
    nodes[0].client().must_register(ANN).await;
    nodes[1].client().register(ANN).await.with(409);
    let confirmed = async {
        tokio::select! {
            link = nodes[0].shown_link() => link,
            link = nodes[1].shown_link() => link,
            link = nodes[2].shown_link() => link,
        }
    };
    nodes[2].client().verify(&confirmed.await).await;
    let session = nodes[1].client().sign_in(ANN).await;
    for node in &nodes {
        assert!(node.client().knows(&session).await);
    }
    for node in nodes {
        node.stop().await;
    }
}
