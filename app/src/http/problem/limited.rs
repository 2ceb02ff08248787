//! What the log says of requests that rate limits refuse: little enough that an attack does not flood it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use korotko_core::fault::QuotaStanding;

use crate::http::request_id;

/// The least time between two lines about one policy.
const INTERVAL: Duration = Duration::from_secs(10);

/// The refusals of this process.
static REFUSALS: Mutex<Refusals> = Mutex::new(Refusals(BTreeMap::new()));

/// What was refused, by policy.
struct Refusals(BTreeMap<&'static str, Refused>);

struct Refused {
    logged_at: Option<Instant>,
    /// How many requests were refused since.
    requests: u64,
}

impl Refusals {
    /// Counts a refused request. When a line is due, returns the number of those since the last one, with this.
    fn add(&mut self, policy: &'static str, now: Instant) -> Option<u64> {
        let refused = self.0.entry(policy).or_insert(Refused {
            logged_at: None,
            requests: 0,
        });
        refused.requests += 1;
        let is_due = |logged_at| now.duration_since(logged_at) >= INTERVAL;
        if !refused.logged_at.is_none_or(is_due) {
            return None;
        }
        refused.logged_at = Some(now);
        Some(std::mem::take(&mut refused.requests))
    }
}

/// Logs that the policies of used up quotas refuse a request.
pub(super) fn log(quotas: &[QuotaStanding]) {
    // The examples of the document are no requests.
    if request_id::current().is_none() {
        return;
    }
    for quota in quotas.iter().filter(|quota| quota.remaining == 0) {
        let mut refusals = REFUSALS.lock().unwrap_or_else(PoisonError::into_inner);
        let due = refusals.add(quota.policy, Instant::now());
        drop(refusals);
        if let Some(requests) = due {
            tracing::warn!(
                event = "request_limited",
                policy = quota.policy,
                requests,
                "requests are refused by a rate limit"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_has_a_line_in_ten_seconds_with_the_number_of_refusals() {
        let (began, mut refusals) = (Instant::now(), Refusals(BTreeMap::new()));
        let mut add = |policy, seconds| refusals.add(policy, began + Duration::from_secs(seconds));
        assert_eq!(add("sign-in", 0), Some(1));
        assert_eq!(add("mail-requests", 1), Some(1));
        for seconds in 0..10 {
            assert_eq!(add("sign-in", seconds), None);
        }
        assert_eq!(add("sign-in", 10), Some(11));
        assert_eq!(add("sign-in", 19), None);
        assert_eq!(add("sign-in", 60), Some(2));
    }
}
