//! Checks of [`RateLimiter`].
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;
use futures_util::future::join_all;
use korotko_core::ports::{Bucket, RateDecision, RateLimiter, Timestamp};
use korotko_core::rate_limit::{Policy, Quota, RateKey};

use super::given::moment;

crate::suite::checks! { $
    /// Creates a test of every check of [`RateLimiter`](korotko_core::ports::RateLimiter). The argument is called without
    /// arguments, once a test, and returns a future of a [`RateLimiterFixture`](crate::rate_limiter::RateLimiterFixture).
    rate_limiter_contract, rate_limiter:
    a_quota_can_be_used_up_at_once,
    a_use_is_available_again_after_its_interval,
    a_quota_is_full_after_its_period_and_not_fuller,
    keys_do_not_affect_each_other,
    a_refusal_says_what_is_left_of_each_bucket,
    a_refused_call_takes_nothing,
    a_reset_makes_a_quota_full,
    a_reset_of_an_unknown_key_does_nothing,
    a_clock_that_is_set_back_locks_nobody_out,
    a_changed_quota_applies_at_once,
    concurrent_calls_take_no_more_than_there_is,
    concurrent_calls_with_several_buckets_take_no_more_than_there_is,
    another_handle_sees_what_was_used,
    only_full_keys_are_deleted,
    many_other_keys_free_nobody_who_is_limited,
    every_decision_agrees_with_the_arithmetic,
}

/// A limiter without keys.
pub struct RateLimiterFixture {
    /// The limiter. If its room is limited, let it have little: for about two thousand keys.
    pub limiter: Arc<dyn RateLimiter>,
    /// A second handle on the same data, opened separately, as by another node, if nodes share them.
    pub other: Arc<dyn RateLimiter>,
    guard: Box<dyn Any + Send + Sync>,
}

impl RateLimiterFixture {
    /// A fixture of a limiter and a second handle.
    #[must_use]
    pub fn new(limiter: Arc<dyn RateLimiter>, other: Arc<dyn RateLimiter>) -> Self {
        Self {
            limiter,
            other,
            guard: Box::new(()),
        }
    }

    /// Keeps `guard`, such as a temporary database, until the check is over.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Box::new(guard);
        self
    }

    async fn take(&self, buckets: &[Bucket], now: Timestamp) -> RateDecision {
        self.limiter.take(buckets, now).await.unwrap()
    }

    /// Whether one use of each was taken.
    async fn takes(&self, buckets: &[Bucket], now: Timestamp) -> bool {
        self.take(buckets, now).await.allowed
    }

    /// Takes all uses.
    async fn use_up(&self, bucket: Bucket, now: Timestamp) {
        for _ in 0..bucket.quota.uses() {
            assert!(self.takes(&[bucket], now).await);
        }
    }
}

impl fmt::Debug for RateLimiterFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RateLimiterFixture").finish_non_exhaustive()
    }
}

/// Bytes as different as those of a hash.
fn key(number: u64) -> RateKey {
    let half = |seed: u64| {
        // The finaliser of SplitMix64.
        let mut bits = (number ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u128::from(bits ^ (bits >> 31))
    };
    RateKey::from_bytes(((half(1 << 62) << 64) | half(3 << 60)).to_be_bytes())
}

fn bucket(number: u64, quota: Quota) -> Bucket {
    Bucket {
        policy: Policy::SignIn,
        key: key(number),
        quota,
    }
}

/// Three in a minute: one every twenty seconds.
fn three() -> Quota {
    Quota::per(3, TimeDelta::minutes(1)).unwrap()
}

fn once() -> Quota {
    Quota::per(1, TimeDelta::minutes(1)).unwrap()
}

const MICRO: TimeDelta = TimeDelta::microseconds(1);

pub async fn a_quota_can_be_used_up_at_once(fixture: &RateLimiterFixture) {
    let bucket = bucket(1, three());
    for left in [2, 1, 0] {
        let decision = fixture.take(&[bucket], moment(0)).await;
        assert!(decision.allowed);
        assert_eq!(decision.standings[0].remaining, left);
        assert_eq!(decision.standings[0].wait, TimeDelta::seconds(20));
    }
    let decision = fixture.take(&[bucket], moment(5)).await;
    assert!(!decision.allowed);
    assert_eq!(decision.standings[0].remaining, 0);
    assert_eq!(decision.standings[0].wait, TimeDelta::seconds(15));
}

pub async fn a_use_is_available_again_after_its_interval(fixture: &RateLimiterFixture) {
    let bucket = [bucket(1, three())];
    fixture.use_up(bucket[0], moment(0)).await;
    assert!(!fixture.takes(&bucket, moment(20) - MICRO).await);
    assert!(fixture.takes(&bucket, moment(20)).await);
    assert!(!fixture.takes(&bucket, moment(20)).await);
    // Two more.
    assert!(fixture.takes(&bucket, moment(60)).await);
    assert!(fixture.takes(&bucket, moment(60)).await);
    assert!(!fixture.takes(&bucket, moment(60)).await);
}

pub async fn a_quota_is_full_after_its_period_and_not_fuller(fixture: &RateLimiterFixture) {
    let bucket = bucket(1, three());
    fixture.use_up(bucket, moment(0)).await;
    for later in [moment(60), moment(1_000_000)] {
        fixture.use_up(bucket, later).await;
        assert!(!fixture.takes(&[bucket], later).await);
    }
}

pub async fn keys_do_not_affect_each_other(fixture: &RateLimiterFixture) {
    for number in 0..5 {
        let bucket = bucket(number, three());
        fixture.use_up(bucket, moment(0)).await;
        assert!(!fixture.takes(&[bucket], moment(0)).await);
    }
}

pub async fn a_refusal_says_what_is_left_of_each_bucket(fixture: &RateLimiterFixture) {
    let (narrow, wide) = (bucket(1, once()), bucket(2, three()));
    assert!(fixture.takes(&[narrow, wide], moment(0)).await);
    for buckets in [[narrow, wide], [wide, narrow]] {
        let decision = fixture.take(&buckets, moment(10)).await;
        assert!(!decision.allowed);
        for (bucket, standing) in buckets.iter().zip(&decision.standings) {
            let is_narrow = bucket.key == narrow.key;
            let expected = if is_narrow { (0, 50) } else { (2, 10) };
            let got = (standing.remaining, standing.wait.num_seconds());
            assert_eq!(got, expected);
        }
    }
}

pub async fn a_refused_call_takes_nothing(fixture: &RateLimiterFixture) {
    let (narrow, wide) = (bucket(1, once()), bucket(2, three()));
    assert!(fixture.takes(&[narrow, wide], moment(0)).await);
    for _ in 0..9 {
        assert!(!fixture.takes(&[narrow, wide], moment(0)).await);
        // It does not extend the wait either.
        assert!(!fixture.takes(&[wide, narrow], moment(59)).await);
    }
    assert!(fixture.takes(&[narrow], moment(60)).await);
    assert!(fixture.takes(&[wide], moment(0)).await);
    assert!(fixture.takes(&[wide], moment(0)).await);
    assert!(!fixture.takes(&[wide], moment(0)).await);
}

pub async fn a_reset_makes_a_quota_full(fixture: &RateLimiterFixture) {
    let buckets = [1, 2, 3].map(|number| bucket(number, three()));
    for bucket in buckets {
        fixture.use_up(bucket, moment(0)).await;
    }
    let [first, second, third] = buckets;
    let keys = [second.key, first.key];
    fixture.limiter.reset(&keys).await.unwrap();
    fixture.use_up(first, moment(0)).await;
    fixture.use_up(second, moment(0)).await;
    assert!(!fixture.takes(&[third], moment(0)).await);
}

pub async fn a_reset_of_an_unknown_key_does_nothing(fixture: &RateLimiterFixture) {
    fixture.limiter.reset(&[key(1), key(2)]).await.unwrap();
    fixture.use_up(bucket(1, three()), moment(0)).await;
}

pub async fn a_clock_that_is_set_back_locks_nobody_out(fixture: &RateLimiterFixture) {
    let bucket = bucket(1, three());
    fixture.use_up(bucket, moment(1_000_000)).await;
    let decision = fixture.take(&[bucket], moment(0)).await;
    assert!(!decision.allowed);
    assert_eq!(decision.standings[0].wait, TimeDelta::seconds(20));
}

pub async fn a_changed_quota_applies_at_once(fixture: &RateLimiterFixture) {
    fixture.use_up(bucket(1, three()), moment(0)).await;
    let more = Quota::per(6, TimeDelta::minutes(1)).unwrap();
    // Its uses take half as long, so all of them are used up until then.
    assert!(!fixture.takes(&[bucket(1, more)], moment(0)).await);
    assert!(fixture.takes(&[bucket(1, more)], moment(10)).await);
    let fewer = bucket(1, once());
    assert!(!fixture.takes(&[fewer], moment(60)).await);
    assert!(fixture.takes(&[fewer], moment(120)).await);
}

pub async fn concurrent_calls_take_no_more_than_there_is(fixture: &RateLimiterFixture) {
    let bucket = [bucket(1, Quota::per(7, TimeDelta::hours(1)).unwrap())];
    let handles = [&fixture.limiter, &fixture.other];
    let calls = (0..20).map(|index| handles[index % 2].take(&bucket, moment(0)));
    let decisions = join_all(calls).await;
    let decisions = decisions.into_iter().map(Result::unwrap);
    let (allowed, refused): (Vec<_>, Vec<_>) = decisions.partition(|decision| decision.allowed);
    assert_eq!(allowed.len(), 7);
    for decision in refused {
        assert_eq!(decision.standings[0].remaining, 0);
        assert!(decision.standings[0].wait > TimeDelta::zero());
    }
}

/// Half of them name the buckets in another order, to find deadlocks.
pub async fn concurrent_calls_with_several_buckets_take_no_more_than_there_is(
    fixture: &RateLimiterFixture,
) {
    let own = Quota::per(9, TimeDelta::hours(1)).unwrap();
    let common = Quota::per(10, TimeDelta::hours(1)).unwrap();
    let calls = (0..24).map(|index| async move {
        let mut buckets = vec![bucket(index % 3, own), bucket(7, common), bucket(8, common)];
        if index % 2 == 0 {
            buckets.reverse();
        }
        let handle = [&fixture.limiter, &fixture.other][usize::from(index % 4 == 0)];
        handle.take(&buckets, moment(0)).await.unwrap().allowed
    });
    let allowed = join_all(calls).await.into_iter().filter(|taken| *taken);
    assert!((1..=10).contains(&allowed.count()));
    assert!(!fixture.takes(&[bucket(7, common)], moment(0)).await);
}

pub async fn another_handle_sees_what_was_used(fixture: &RateLimiterFixture) {
    let bucket = bucket(1, three());
    fixture.use_up(bucket, moment(0)).await;
    let decision = fixture.other.take(&[bucket], moment(0)).await.unwrap();
    assert!(!decision.allowed);
}

pub async fn only_full_keys_are_deleted(fixture: &RateLimiterFixture) {
    let buckets: Vec<Bucket> = (0..9).map(|number| bucket(number, three())).collect();
    for (bucket, seconds) in buckets.iter().zip(0..) {
        assert!(fixture.takes(&[*bucket], moment(seconds)).await);
    }
    // The first five are full again 20 s after they were used.
    let now = moment(24);
    let mut deleted = 0;
    for _ in 0..9 {
        deleted += fixture.limiter.delete_full(now, 2).await.unwrap();
    }
    assert_eq!(deleted, 5);
    assert_eq!(fixture.limiter.delete_full(now, 2).await.unwrap(), 0);
    for bucket in &buckets[5..] {
        let decision = fixture.take(&[*bucket], now).await;
        assert_eq!(decision.standings[0].remaining, 1);
    }
}

pub async fn many_other_keys_free_nobody_who_is_limited(fixture: &RateLimiterFixture) {
    let limited: Vec<Bucket> = (0..20).map(|number| bucket(number, once())).collect();
    for bucket in &limited {
        assert!(fixture.takes(&[*bucket], moment(0)).await);
    }
    for number in 0..5_000 {
        // Half of them have no use left either.
        let quota = if number % 2 == 0 { once() } else { three() };
        let bucket = bucket(100 + number, quota);
        fixture.take(&[bucket], moment(1)).await;
    }
    for bucket in &limited {
        assert!(!fixture.takes(&[*bucket], moment(59)).await);
        assert!(fixture.takes(&[*bucket], moment(60)).await);
    }
}

/// Calls at times that are not multiples of the interval.
pub async fn every_decision_agrees_with_the_arithmetic(fixture: &RateLimiterFixture) {
    let quota = Quota::per(7, TimeDelta::seconds(10)).unwrap();
    let bucket = bucket(1, quota);
    let (mut now, mut full_at) = (moment(0), None);
    for step in 0..200_i64 {
        now += TimeDelta::microseconds(step * step * 7_919 % 3_000_001);
        let taken = quota.take(full_at, now);
        full_at = taken.or(full_at);
        let expected = RateDecision {
            allowed: taken.is_some(),
            standings: vec![quota.standing(full_at, now)],
        };
        assert_eq!(fixture.take(&[bucket], now).await, expected, "{now}");
    }
}
