use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use korotko_core::ports::{Bucket, RateDecision, RateLimiter, StoreError, Timestamp};
use korotko_core::rate_limit::{Policy, RateKey};
use korotko_memory::MemoryRateLimiter;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

use super::Metrics;
use super::samples::Samples;

/// Counts the requests that are limited, by policy.
#[derive(Clone)]
pub(crate) struct LimitedRequests(Family<Labels, Counter>);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Labels {
    policy: &'static str,
}

impl LimitedRequests {
    /// Counts in these metrics.
    pub(crate) fn new(metrics: &mut Metrics) -> Self {
        let limited = Self(Family::default());
        for policy in Policy::ALL {
            // Shown from the start, since a rate begins with the first number that is seen.
            drop(limited.of(policy));
        }
        metrics.register(
            "korotko_rate_limited",
            "Requests that a rate limit refused, delayed, or answered without sending a mail",
            limited.0.clone(),
        );
        limited
    }

    /// Counts what this limiter refuses.
    pub(crate) fn by(&self, inner: Arc<dyn RateLimiter>) -> Arc<dyn RateLimiter> {
        let limited = self.clone();
        Arc::new(CountingRateLimiter { inner, limited })
    }

    fn of(&self, policy: Policy) -> Counter {
        let policy = policy.name();
        self.0.get_or_create_owned(&Labels { policy })
    }
}

/// A rate limiter that counts the refusals of another one.
struct CountingRateLimiter {
    inner: Arc<dyn RateLimiter>,
    limited: LimitedRequests,
}

#[async_trait]
impl RateLimiter for CountingRateLimiter {
    async fn take(&self, buckets: &[Bucket], now: Timestamp) -> Result<RateDecision, StoreError> {
        let decision = self.inner.take(buckets, now).await?;
        if !decision.allowed {
            let standings = buckets.iter().zip(&decision.standings);
            for (bucket, _) in standings.filter(|(_, standing)| standing.remaining == 0) {
                self.limited.of(bucket.policy).inc();
            }
        }
        Ok(decision)
    }

    async fn reset(&self, keys: &[RateKey]) -> Result<(), StoreError> {
        self.inner.reset(keys).await
    }

    async fn delete_full(&self, now: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.inner.delete_full(now, limit).await
    }
}

/// The table of a rate limiter in memory.
#[derive(Debug)]
pub(crate) struct RateLimitNumbers(pub(crate) Arc<MemoryRateLimiter>);

impl Collector for RateLimitNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut samples = Samples::of(encoder);
        samples.gauge(
            "korotko_rate_limit_keys",
            "Networks, addresses and accounts whose use of rate limits is in memory",
            number(self.0.keys()),
        )?;
        samples.gauge(
            "korotko_rate_limit_keys_max",
            "The most that there is room for; beyond it those that have used least are forgotten",
            number(self.0.room()),
        )
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use chrono::TimeDelta;
    use korotko_core::mock::sample;
    use korotko_core::rate_limit::Quota;

    use super::*;

    #[tokio::test]
    async fn a_refusal_is_counted_for_the_policies_that_have_no_use_left() {
        let limited = LimitedRequests::new(&mut Metrics::new());
        let limiter = limited.by(Arc::new(MemoryRateLimiter::new()));
        let bucket = |policy, uses, number| Bucket {
            policy,
            key: RateKey::from_bytes([number; RateKey::LENGTH]),
            quota: Quota::per(uses, TimeDelta::hours(1)).unwrap(),
        };
        let own = bucket(Policy::SignIn, 1, 1);
        let around = bucket(Policy::SignInAround, 10, 2);
        for refused in [0, 1, 2] {
            let taken = limiter.take(&[own, around], sample::now()).await.unwrap();
            assert_eq!(taken.allowed, refused == 0);
            assert_eq!(limited.of(Policy::SignIn).get(), refused);
            assert_eq!(limited.of(Policy::SignInAround).get(), 0);
        }
        limiter.reset(&[own.key]).await.unwrap();
        let taken = limiter.take(&[own, around], sample::now()).await.unwrap();
        assert!(taken.allowed);
        assert_eq!(limited.of(Policy::SignIn).get(), 2);
    }
}
