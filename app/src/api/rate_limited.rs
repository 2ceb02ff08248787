//! An example of a request that is refused by a rate limit.

use chrono::TimeDelta;
use korotko_core::fault::QuotaStanding;
use korotko_core::rate_limit::{Policy, RateLimited};

use crate::http::problem::Problem;

/// The quota of this policy is used up.
pub(super) fn rate_limited(policy: Policy) -> Problem {
    let standing = QuotaStanding {
        policy: policy.name(),
        uses: 20,
        period: TimeDelta::minutes(1),
        remaining: 0,
        wait: TimeDelta::seconds(3),
    };
    Problem::from_fault(&RateLimited::new([standing]))
}
