use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::rate_limit::{Policy, Quota, RateKey, Standing};

/// What uses are taken from: a key with its quota, which may change with the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// What is limited, for those who count; the key alone tells buckets apart.
    pub policy: Policy,
    /// Whose it is.
    pub key: RateKey,
    /// How many uses it has.
    pub quota: Quota,
}

/// Whether uses were taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateDecision {
    /// Whether one use of each bucket was taken.
    pub allowed: bool,
    /// What is left in each bucket, in their order. Where nothing is left is the cause of a refusal.
    pub standings: Vec<Standing>,
}

/// Remembers what was used of buckets, by the arithmetic of [`Quota`].
///
/// Its data may be lost, such as when it restarts: then all buckets are full again. Where room is limited it MUST NOT forget a
/// key that has no use left; it may forget others before they are full again, or let new keys share a bucket.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait RateLimiter: Send + Sync {
    /// Takes one use of each bucket, or none of any if a single one has none left: being refused costs nothing. The keys differ.
    /// Concurrent calls MUST NOT take more than there is; one that is refused because of another may have taken uses of its other
    /// buckets.
    async fn take(&self, buckets: &[Bucket], now: Timestamp) -> Result<RateDecision, StoreError>;

    /// Makes the buckets of these keys full again.
    async fn reset(&self, keys: &[RateKey]) -> Result<(), StoreError>;

    /// Removes about `limit` keys that are full again; returns how many, and 0 when none is left. MUST NOT remove others.
    async fn delete_full(&self, now: Timestamp, limit: u64) -> Result<u64, StoreError>;
}

/// Allows everything, for an embedder that limits requests elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct UnlimitedRates;

#[async_trait]
impl RateLimiter for UnlimitedRates {
    async fn take(&self, buckets: &[Bucket], now: Timestamp) -> Result<RateDecision, StoreError> {
        let standings = buckets
            .iter()
            .map(|bucket| bucket.quota.standing(None, now));
        Ok(RateDecision {
            allowed: true,
            standings: standings.collect(),
        })
    }

    async fn reset(&self, _: &[RateKey]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn delete_full(&self, _: Timestamp, _: u64) -> Result<u64, StoreError> {
        Ok(0)
    }
}
