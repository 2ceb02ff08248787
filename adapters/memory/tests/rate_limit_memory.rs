//! The memory of the rate limiter, as the system measures it: in a process of its own, so that no other test allocates in the meantime.
#![allow(clippy::unwrap_used, reason = "test code")]

use std::fs;

use chrono::TimeDelta;
use korotko_core::ports::{Bucket, RateLimiter, Timestamp};
use korotko_core::rate_limit::{Policy, Quota, RateKey};
use korotko_memory::MemoryRateLimiter;

const NETWORKS: u64 = 1_000_000;

const MEGABYTE: usize = 1_000_000;

/// The bucket of a network, whose key is as different from others as a hash.
fn bucket(number: u64, uses: u32) -> Bucket {
    let mut bits = u128::from(number) + 1;
    for _ in 0..4 {
        bits = bits.wrapping_mul(0xda94_2042_e4dd_58b5_9e37_79b9_7f4a_7c15);
        bits ^= bits >> 67;
    }
    Bucket {
        policy: Policy::UnknownSlugs,
        key: RateKey::from_bytes(bits.to_be_bytes()),
        quota: Quota::per(uses, TimeDelta::hours(1)).unwrap(),
    }
}

async fn takes(limiter: &MemoryRateLimiter, bucket: Bucket, minutes: i64) -> bool {
    let now = Timestamp::UNIX_EPOCH + TimeDelta::minutes(minutes);
    limiter.take(&[bucket], now).await.unwrap().allowed
}

/// The resident memory of this process in bytes.
fn resident() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kibibytes = line.unwrap().split_whitespace().nth(1).unwrap();
    kibibytes.parse::<usize>().unwrap() * 1024
}

#[tokio::test]
async fn a_million_networks_take_at_most_64_megabytes() {
    let before = resident();
    let limiter = MemoryRateLimiter::new();
    let assert_small = || {
        let (taken, counted) = (resident() - before, limiter.bytes());
        assert!(taken.max(counted) <= 64 * MEGABYTE, "{taken}, {counted}");
    };
    for number in 0..NETWORKS {
        assert!(takes(&limiter, bucket(number, 1), 0).await);
    }
    let all = usize::try_from(NETWORKS).unwrap();
    assert_eq!(limiter.keys(), all, "nobody is forgotten");
    assert_small();
    // However many more there are.
    for number in NETWORKS..3 * NETWORKS {
        assert!(takes(&limiter, bucket(number, 2), 1).await);
    }
    assert_small();
    // No more are forgotten than must be: a sixteenth at a time.
    assert!(limiter.keys() > limiter.room() * 9 / 10);
    // Whoever is limited still is.
    for number in 0..NETWORKS {
        assert!(!takes(&limiter, bucket(number, 1), 1).await);
    }
    let remembered = u64::try_from(limiter.keys()).unwrap();
    let now = Timestamp::UNIX_EPOCH + TimeDelta::minutes(61);
    assert_eq!(limiter.delete_full(now, 1).await.unwrap(), remembered);
    assert_eq!(limiter.keys(), 0);
    assert!(limiter.bytes() < MEGABYTE);
}
