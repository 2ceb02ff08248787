use std::time::Duration;

/// How [`CachedRoutes`](crate::CachedRoutes) remembers. The times are those of the port `Clock`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheOptions {
    /// About how many routes are remembered. One whose target is longer than 256 bytes counts for several, so that 100,000
    /// need no more than about 60 MB.
    pub capacity: usize,
    /// How old a route may be before the store is asked again.
    pub fresh_for: Duration,
    /// How old an answer may be while the store is there: who finds an older one waits for the store.
    pub max_age: Duration,
    /// How long to wait for the store when there is something to answer without it.
    pub patience: Duration,
    /// How long to wait instead where what is known is older than ten times `max_age`, and so may have been changed long ago
    /// on another node, as long as nobody knows of an outage.
    pub long_patience: Duration,
    /// How long to leave the store alone after it did not answer. Together with `patience` it must stay below `max_age`: then
    /// one caller at a time finds out whether the store is back, and nobody else waits.
    pub pause: Duration,
    /// For how long a failure tells that the store is probably still away, while nobody asks it: until then what is known is
    /// answered within `patience`.
    pub outage_memory: Duration,
}

impl Default for CacheOptions {
    fn default() -> Self {
        Self {
            capacity: 100_000,
            fresh_for: Duration::from_millis(400),
            max_age: Duration::from_secs(1),
            patience: Duration::from_millis(250),
            long_patience: Duration::from_secs(1),
            pause: Duration::from_millis(500),
            outage_memory: Duration::from_secs(30),
        }
    }
}
