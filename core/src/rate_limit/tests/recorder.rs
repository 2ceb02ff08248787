//! A rate limiter that records what is asked of it.

use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use crate::mock::{MockRateLimiter, preset};
use crate::ports::Bucket;
use crate::rate_limit::RateKey;

/// The buckets of each call, in order.
pub(super) type Taken = Arc<Mutex<Vec<Vec<Bucket>>>>;

/// The keys of all resets.
pub(super) type Reset = Arc<Mutex<Vec<RateKey>>>;

/// A limiter that refuses call `refused`, counted from 0, because of its bucket `bucket`.
pub(super) fn recording(refused: usize, bucket: usize) -> (MockRateLimiter, Taken, Reset) {
    let (taken, reset) = (Taken::default(), Reset::default());
    let mut limiter = MockRateLimiter::new();
    let calls = taken.clone();
    limiter.expect_take().returning(move |buckets, now| {
        let mut calls = calls.lock().unwrap();
        calls.push(buckets.to_vec());
        Ok(if calls.len() - 1 == refused {
            preset::refused(buckets, bucket)
        } else {
            preset::allowed(buckets, now)
        })
    });
    let keys = reset.clone();
    limiter.expect_reset().returning(move |given| {
        keys.lock().unwrap().extend(given);
        Ok(())
    });
    (limiter, taken, reset)
}

/// Refuses nothing.
pub(super) const NEVER: usize = usize::MAX;

pub(super) fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}
