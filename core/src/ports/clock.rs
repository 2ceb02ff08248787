use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

/// A time in UTC, in whole microseconds, which every store keeps without loss.
pub type Timestamp = DateTime<Utc>;

/// Tells the time. A use case reads it once, so that it sees a single time.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait Clock: Send + Sync {
    /// The current time. MUST be in whole microseconds.
    fn now(&self) -> Timestamp;

    /// The time since an arbitrary moment, for ages and deadlines. MUST NOT go back or jump when the time of day is set, and MUST
    /// include the time during which the machine was suspended.
    fn uptime(&self) -> Duration;

    /// Returns after `duration` has passed on this clock.
    async fn sleep(&self, duration: Duration);
}
