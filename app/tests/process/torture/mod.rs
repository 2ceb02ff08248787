//! Faults at random moments under mixed load, for minutes: too long for every test run. See `scripts/torture.sh`.

mod clock;
mod database;
mod disks;
mod kills;
mod load;
mod mails;
mod migrations;
mod record;
mod slow_clients;
mod stops;
mod subject;
mod tls;
mod workers;

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::time::Duration;

/// A random number below a limit.
fn random(limit: u64) -> u64 {
    RandomState::new().build_hasher().finish() % limit
}

/// Waits for a random time, up to this many milliseconds.
async fn any_moment(within: u64) {
    tokio::time::sleep(Duration::from_millis(random(within))).await;
}

/// The number of rounds: `KOROTKO_TORTURE_ROUNDS`, which `scripts/torture.sh` sets from `--rounds`, or this one.
#[allow(
    clippy::disallowed_methods,
    reason = "an option of the test, no setting of the program"
)]
fn rounds(usual: usize) -> usize {
    let given = std::env::var("KOROTKO_TORTURE_ROUNDS").ok();
    given.map_or(usual, |rounds| rounds.parse().expect("a number of rounds"))
}
