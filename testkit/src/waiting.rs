//! Waiting for expected events.

use std::time::Duration;

use tokio::time::{sleep, timeout};

/// How long a test waits for an expected event; only a failure takes this long.
pub const DEADLINE: Duration = Duration::from_mins(1);

/// The polling interval for events that cannot be awaited.
pub const PAUSE: Duration = Duration::from_millis(5);

/// Polls `look` until it returns a value; fails the test if that takes longer than [`DEADLINE`].
pub async fn eventually<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let seen = timeout(DEADLINE, async {
        loop {
            if let Some(seen) = look().await {
                return seen;
            }
            sleep(PAUSE).await;
        }
    });
    let seen = seen.await;
    seen.unwrap_or_else(|_| panic!("it did not happen within {DEADLINE:?}: {what}"))
}

/// Polls `happened` until it returns `true`; fails the test if that takes longer than [`DEADLINE`].
pub async fn until(what: &str, mut happened: impl AsyncFnMut() -> bool) {
    eventually(what, async || happened().await.then_some(())).await;
}
