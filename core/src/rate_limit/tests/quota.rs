use chrono::TimeDelta;
use proptest::prelude::*;

use crate::mock::sample;
use crate::rate_limit::{Policy, Quota, RateLimits};

#[test]
fn a_quota_within_a_period_is_never_exceeded_in_any() {
    let five = Quota::within(5, TimeDelta::days(1)).unwrap();
    let mut taken = Vec::new();
    let mut full_at = None;
    for hour in 0..24 * 30 {
        let now = sample::now() + TimeDelta::hours(hour);
        while let Some(next) = five.take(full_at, now) {
            full_at = Some(next);
            taken.push(now);
        }
        let of_a_day = taken.iter().filter(|at| **at > now - TimeDelta::days(1));
        assert!(of_a_day.count() <= 5);
    }
    assert_eq!(taken.len(), 5 + 29);
}

#[test]
fn invalid_quotas_are_refused() {
    let (micro, year) = (TimeDelta::microseconds(1), TimeDelta::days(366));
    for (uses, period) in [
        (0, year),
        (1, TimeDelta::zero()),
        (1, -micro),
        (2, micro),
        (1, year + micro),
        (u32::MAX, year),
        (1, TimeDelta::MAX),
    ] {
        assert!(Quota::per(uses, period).is_err(), "{uses} in {period}");
    }
    assert!(Quota::within(1, TimeDelta::MAX).is_err());
    assert!(Quota::within(2, year).is_err());
    assert!(Quota::per(1, year).is_ok() && Quota::per(1, micro).is_ok());
}

#[test]
fn the_network_around_a_client_has_ten_times_its_quota() {
    let limits = RateLimits::default();
    let (own, around) = (
        limits.quota(Policy::SignIn),
        limits.quota(Policy::SignInAround),
    );
    assert_eq!((own.uses(), around.uses()), (20, 200));
    assert_eq!(own.period(), around.period());
}

proptest! {
    /// However uses are spread, there are never more than all at once and one for each interval since then.
    #[test]
    fn no_more_uses_are_taken_than_there_are(
        uses in 1_u32..20,
        period in 1_i64..10_000_000,
        steps in proptest::collection::vec(0_i64..3_000_000, 1..200),
    ) {
        let Ok(quota) = Quota::per(uses, TimeDelta::microseconds(period)) else {
            return Ok(());
        };
        let (start, mut now) = (sample::now(), sample::now());
        let (mut full_at, mut taken) = (None, 0_i64);
        for step in steps {
            now += TimeDelta::microseconds(step);
            let before = quota.standing(full_at, now);
            let next = quota.take(full_at, now);
            prop_assert_eq!(next.is_some(), before.remaining > 0);
            if let Some(next) = next {
                full_at = Some(next);
                taken += 1;
                let after = quota.standing(full_at, now);
                prop_assert_eq!(after.remaining, before.remaining - 1);
            } else {
                // After the wait there is one, and not before.
                prop_assert!(quota.take(full_at, now + before.wait).is_some());
                let early = now + before.wait - TimeDelta::microseconds(1);
                prop_assert!(quota.take(full_at, early).is_none());
            }
            let passed = (now - start).num_microseconds().unwrap();
            let interval = quota.interval().num_microseconds().unwrap();
            prop_assert!(taken <= i64::from(uses) + passed / interval);
        }
    }
}
