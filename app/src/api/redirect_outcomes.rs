//! Counts requests for short links by their outcome, for the metrics.

use korotko_core::link::{Redirect, ResolveLinkError};
use korotko_core::rate_limit::RateLimitError;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;

/// Where requests for short links led, on the fast path and on the routes; HEAD requests included.
#[derive(Debug, Clone)]
pub struct RedirectOutcomes {
    pub(crate) counts: Family<Outcome, Counter>,
    target: Counter,
    fallback: Counter,
    not_found: Counter,
    gone: Counter,
    disabled: Counter,
    blocked: Counter,
    rate_limited: Counter,
    failed: Counter,
}

/// The label of an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct Outcome {
    outcome: &'static str,
}

impl Default for RedirectOutcomes {
    fn default() -> Self {
        let counts = Family::<Outcome, Counter>::default();
        // Found once: counting must cost next to nothing.
        let found = |outcome| counts.get_or_create_owned(&Outcome { outcome });
        Self {
            target: found("target"),
            fallback: found("fallback"),
            not_found: found("not-found"),
            gone: found("gone"),
            disabled: found("disabled"),
            blocked: found("blocked"),
            rate_limited: found("rate-limited"),
            failed: found("failed"),
            counts,
        }
    }
}

impl RedirectOutcomes {
    /// Counts the outcome of following a link.
    pub(super) fn add(&self, followed: &Result<Redirect, ResolveLinkError>) {
        let counter = match followed {
            Ok(redirect) if redirect.is_fallback => &self.fallback,
            Ok(_) => &self.target,
            Err(ResolveLinkError::NotFound) => &self.not_found,
            Err(ResolveLinkError::Gone) => &self.gone,
            Err(ResolveLinkError::Disabled) => &self.disabled,
            Err(ResolveLinkError::Blocked | ResolveLinkError::LegalReasons(_)) => &self.blocked,
            Err(ResolveLinkError::RateLimit(RateLimitError::Limited(_))) => &self.rate_limited,
            Err(
                ResolveLinkError::Store(_) | ResolveLinkError::RateLimit(RateLimitError::Store(_)),
            ) => &self.failed,
        };
        counter.inc();
    }
}
