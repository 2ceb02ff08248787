//! The salts of visitors, kept at hand while the program runs.

use std::pin::pin;
use std::time::Duration;

use korotko_core::click::Clicks;
use tokio::time::sleep;

/// How often the salts are looked at. Those of today and tomorrow are at hand, so hours would do; but a node that was started
/// while the database was away should not wait for long.
const EVERY: Duration = Duration::from_mins(1);

/// Renews the salts until `stopped` comes back.
pub(crate) async fn renew(clicks: Clicks, stopped: impl Future<Output = ()>) {
    let mut stopped = pin!(stopped);
    loop {
        tokio::select! {
            biased;
            () = &mut stopped => return,
            () = sleep(EVERY) => {}
        }
        renew_now(&clicks).await;
    }
}

/// Renews the salts, if that can be done now.
pub(crate) async fn renew_now(clicks: &Clicks) {
    if let Err(error) = clicks.rotate_salts().await {
        let cause = crate::http::problem::causes(&error);
        tracing::warn!(cause, "the salts of visitors were not renewed");
    }
}
