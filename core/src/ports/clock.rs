use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// A moment in UTC, in whole microseconds: what every store keeps without loss.
pub type Timestamp = DateTime<Utc>;

/// Tells the time. Asked once at the top of a use case, so that one use case sees one moment.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait Clock: Send + Sync {
    /// The present moment. MUST be in whole microseconds.
    fn now(&self) -> Timestamp;

    /// Comes back after `duration` has passed on this clock.
    async fn sleep(&self, duration: Duration);
}
