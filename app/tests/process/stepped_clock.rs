//! Nodes whose wall clock is set, while the clock that measures ages goes on.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use serde_json::json;

use korotko_testkit::Answer;

use crate::client::{ANN, Client};
use crate::home::{Home, on_both_databases};
use crate::program::until;
use crate::two_nodes::{Nodes, target};

on_both_databases!(changes_are_seen_when_the_clock_is_set);

/// Adds the offset in a file to the wall clock, and reads it again at each look at the clock.
pub const PRELOAD: &str = "
    export LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketimeMT.so.1)
    export FAKETIME_TIMESTAMP_FILE=$PWD/clock FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1";

async fn changes_are_seen_when_the_clock_is_set(home: Home) {
    set_clock(&home, "+0h");
    let korotko = home.korotko("serve").after(PRELOAD);
    let mut nodes = Nodes::start(&korotko).await;
    for (step, hours) in [0, 1, 0, -1, 0].into_iter().enumerate() {
        // Known when the clock is set.
        target(&nodes.two.client()).await;
        set_clock(&home, &format!("{hours:+}h"));
        let one = nodes.one.client();
        for client in [&one, &nodes.two.client()] {
            until("the node's clock is set", async || {
                shows(client, hours).await
            })
            .await;
        }
        // What was issued an hour ago has expired, and what will be issued in an hour is not accepted.
        nodes.session = one.sign_in(ANN).await;
        for edit in 0..3 {
            let number = 10 * step + edit;
            nodes.edit(number).await;
            nodes.seen(number).await;
            nodes.follow_for(Duration::from_millis(500)).await;
            assert_eq!(target(&nodes.two.client()).await, number);
        }
    }
    nodes.stop().await;
}

/// Sets the clock of the programs that are started after [`PRELOAD`] by an offset such as `+1h`.
pub fn set_clock(home: &Home, offset: &str) {
    let new = home.file("new-clock", &format!("{offset}\n"));
    let clock = Path::new(&new).with_file_name("clock");
    fs::rename(&new, clock).unwrap();
}

#[allow(
    clippy::disallowed_methods,
    reason = "the clock of the machine, which is not set"
)]
fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// Whether a link that this node creates now is about as many hours too new. Under load it may refuse to create one.
pub async fn shows(client: &Client, hours: i64) -> bool {
    let link = json!({"url": "https://example.com/"});
    let made = client.request(Method::POST, "/api/links/").json(&link);
    let made = Answer::to(made).await;
    if made.status == 503 {
        return false;
    }
    let made = made.with(201).json();
    let created = made["created_at"].as_str().unwrap();
    let ahead = created.parse::<DateTime<Utc>>().unwrap() - now();
    (ahead - TimeDelta::hours(hours)).abs() < TimeDelta::minutes(1)
}
