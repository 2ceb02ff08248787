//! Rotates the salts of visitor hashes.

use std::pin::pin;
use std::time::Duration;

use korotko_core::click::Clicks;
use tokio::time::sleep;

/// The interval. The salts of today and tomorrow are in memory, so hours would do; but a node that starts without its database should not
/// wait long.
const INTERVAL: Duration = Duration::from_mins(1);

/// Rotates the salts until `stopped` completes.
pub(crate) async fn renew(clicks: Clicks, stopped: impl Future<Output = ()>) {
    let mut stopped = pin!(stopped);
    loop {
        tokio::select! {
            biased;
            () = &mut stopped => return,
            () = sleep(INTERVAL) => {}
        }
        renew_now(&clicks).await;
    }
}

/// Rotates the salts once; logs a failure.
pub(crate) async fn renew_now(clicks: &Clicks) {
    if let Err(error) = clicks.rotate_salts().await {
        let cause = crate::http::problem::causes(&error);
        tracing::warn!(
            event = "salts_not_rotated",
            cause,
            "the salts of visitor hashes are not rotated"
        );
    }
}
