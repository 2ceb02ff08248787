use std::time::Duration;

/// Options of [`CachedRoutes`](crate::CachedRoutes) and [`CachedUsers`](crate::CachedUsers). Times are those of the port `Clock`.
///
/// The age of a route or user counts from when it was read or, while changes are heard, from when it was last known to be right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheOptions {
    /// The approximate number of cached routes. A route with a target of more than 256 bytes counts as several, so that 100,000
    /// need at most about 60 MB.
    pub capacity: usize,
    /// The approximate number of slugs that are known to have no route.
    pub missing_capacity: usize,
    /// The approximate number of cached users, of which 10,000 need about 5 MB.
    pub user_capacity: usize,
    /// The age after which a route or user is refreshed.
    pub fresh_for: Duration,
    /// How long after it was read a route or user is refreshed, even if it is known to be right.
    pub keep_for: Duration,
    /// How long a slug without a route is remembered, while changes are heard; links that another node creates are not.
    pub missing_for: Duration,
    /// The greatest age of a returned route while the store is available: callers wait for the store if it is older.
    pub max_age: Duration,
    /// How long to wait for the store if there is a cached route.
    pub timeout: Duration,
    /// How long to wait instead if the cached route is older than ten times `max_age`, and so may have been changed long ago on
    /// another node, and no outage is known.
    pub stale_timeout: Duration,
    /// How long the store is not asked after it did not answer. The sum with `timeout` must be less than `max_age`: then one
    /// caller at a time probes the store, and no other waits.
    pub pause: Duration,
    /// How long the store counts as unavailable after a failure without further requests: until then cached routes are returned
    /// within `timeout`.
    pub outage_memory: Duration,
}

impl Default for CacheOptions {
    fn default() -> Self {
        Self {
            capacity: 100_000,
            missing_capacity: 10_000,
            user_capacity: 10_000,
            fresh_for: Duration::from_millis(400),
            keep_for: Duration::from_mins(1),
            missing_for: Duration::from_secs(1),
            max_age: Duration::from_secs(1),
            timeout: Duration::from_millis(250),
            stale_timeout: Duration::from_secs(1),
            pause: Duration::from_millis(500),
            outage_memory: Duration::from_secs(30),
        }
    }
}
