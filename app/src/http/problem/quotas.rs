//! The fields of rate limits, by draft-ietf-httpapi-ratelimit-headers-10: lists of structured fields (RFC 9651).

use korotko_core::fault::QuotaStanding;
use poem::http::{HeaderName, HeaderValue};

use super::{Problem, seconds};

/// What is left of each quota.
static RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The quotas.
static RATE_LIMIT_POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

impl Problem {
    /// Adds the quotas that apply to the client.
    pub(super) fn with_quotas(mut self, quotas: &[QuotaStanding]) -> Self {
        let policies: Vec<String> = quotas.iter().map(policy).collect();
        let standings: Vec<String> = quotas.iter().map(standing).collect();
        for (name, items) in [(&RATE_LIMIT_POLICY, policies), (&RATE_LIMIT, standings)] {
            // Names of policies are in kebab case, so the value is valid.
            match HeaderValue::from_str(&items.join(", ")) {
                Ok(value) if !value.is_empty() => self.headers.push((name.clone(), value)),
                _ => {}
            }
        }
        self
    }
}

/// The quota and its window in seconds.
fn policy(quota: &QuotaStanding) -> String {
    let window = seconds(quota.period).max(1);
    format!("\"{}\";q={};w={window}", quota.policy, quota.uses)
}

/// What is left, and if that is nothing, the seconds until there is more: no window may end after `Retry-After`.
fn standing(quota: &QuotaStanding) -> String {
    let (policy, remaining) = (quota.policy, quota.remaining);
    match remaining {
        0 => format!("\"{policy}\";r=0;t={}", seconds(quota.wait)),
        _ => format!("\"{policy}\";r={remaining}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use chrono::TimeDelta;
    use korotko_core::rate_limit::RateLimited;

    use super::*;

    #[test]
    fn a_refusal_names_each_policy_and_what_is_left_of_it() {
        let used_up = QuotaStanding {
            policy: "sign-in",
            uses: 20,
            period: TimeDelta::minutes(1),
            remaining: 0,
            wait: TimeDelta::milliseconds(2_001),
        };
        let used = QuotaStanding {
            policy: "sign-in-network",
            uses: 200,
            period: TimeDelta::milliseconds(900),
            remaining: 180,
            wait: TimeDelta::seconds(4),
        };
        let limited = RateLimited::new([used_up, used]);
        let response = Problem::from_fault(&limited).response();
        assert_eq!(response.status(), 429);
        let field = |name| response.headers().get(name).unwrap().to_str().unwrap();
        assert_eq!(field("retry-after"), "3");
        let policies = r#""sign-in";q=20;w=60, "sign-in-network";q=200;w=1"#;
        assert_eq!(field("ratelimit-policy"), policies);
        let left = r#""sign-in";r=0;t=3, "sign-in-network";r=180"#;
        assert_eq!(field("ratelimit"), left);
    }
}
