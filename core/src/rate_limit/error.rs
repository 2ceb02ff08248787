use chrono::TimeDelta;

use crate::fault::{Fault, FaultKind, QuotaStanding, fault};
use crate::ports::StoreError;

/// The quota of at least one policy is used up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("too many requests; try again in {} s", seconds(self.wait()))]
pub struct RateLimited(Box<[QuotaStanding]>);

impl RateLimited {
    /// From the standings of all policies that apply.
    #[must_use]
    pub fn new(standings: impl Into<Box<[QuotaStanding]>>) -> Self {
        Self(standings.into())
    }

    /// How long to wait until every policy that applies has a use left.
    #[must_use]
    pub fn wait(&self) -> TimeDelta {
        let used_up = self.0.iter().filter(|each| each.remaining == 0);
        let waits = used_up.map(|each| each.wait);
        waits.max().unwrap_or(TimeDelta::seconds(1))
    }
}

impl Fault for RateLimited {
    fn kind(&self) -> FaultKind {
        FaultKind::TooMany
    }

    fn code(&self) -> &'static str {
        "rate-limited"
    }

    fn retry_after(&self) -> Option<TimeDelta> {
        Some(self.wait())
    }

    fn quotas(&self) -> &[QuotaStanding] {
        &self.0
    }
}

/// Why a use case was not begun.
#[derive(Debug, thiserror::Error)]
pub enum RateLimitError {
    /// Too many requests.
    #[error(transparent)]
    Limited(#[from] RateLimited),
    /// The rate limiter is unavailable.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whole seconds, rounded up.
fn seconds(wait: TimeDelta) -> i64 {
    wait.num_seconds() + i64::from(wait.subsec_nanos() > 0)
}

fault!(RateLimitError {
    violations: [],
    variants: [],
    transparent: [Limited, Store],
});
