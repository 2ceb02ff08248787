//! A limit of clicks is never exceeded.

use std::collections::HashMap;

use serde_json::json;
use tokio::task::JoinSet;

use crate::support::{FIREFOX, Setup, on_both_databases};

on_both_databases!(exactly_as_many_are_let_through_as_may_be);

async fn exactly_as_many_are_let_through_as_may_be(setup: Setup) {
    let nodes = [setup.start().await, setup.start().await];
    let body = json!({"url": "https://example.com", "slug": "few", "max_clicks": 100,
        "namespace": "global"});
    let ann = nodes[0].member("ann").await;
    let link = nodes[0].link_with(&ann, &body).await.number("id");
    let mut requests = JoinSet::new();
    for number in 0..1_000 {
        let node = nodes[number % 2].clone();
        requests.spawn(async move {
            // The database may be asked by too many at once; who is told so comes back.
            loop {
                let ask = node.get("/few").header("User-Agent", FIREFOX);
                let answer = ask.may_be_unavailable().await;
                if answer.status != 503 {
                    return answer.status;
                }
            }
        });
    }
    let mut answers: HashMap<u16, usize> = HashMap::new();
    while let Some(status) = requests.join_next().await {
        *answers.entry(status.unwrap()).or_default() += 1;
    }
    assert_eq!(answers, HashMap::from([(307, 100), (410, 900)]));
    nodes[0].counted(&ann, link, 100).await;
}
