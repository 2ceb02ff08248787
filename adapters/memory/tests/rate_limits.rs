//! Whom the rate limiter forgets.
#![allow(clippy::unwrap_used, reason = "test code")]

use chrono::TimeDelta;
use korotko_core::ports::{Bucket, Random, RateLimiter, Timestamp};
use korotko_core::rate_limit::{Policy, Quota, RateKey};
use korotko_memory::MemoryRateLimiter;
use korotko_tokio::SystemRandom;

fn per_hour(uses: u32) -> Quota {
    Quota::per(uses, TimeDelta::hours(1)).unwrap()
}

/// Random keys.
fn keys(count: usize) -> Vec<RateKey> {
    let mut bytes = vec![0; count * RateKey::LENGTH];
    SystemRandom::default().fill(&mut bytes).unwrap();
    let keys = bytes.chunks_exact(RateKey::LENGTH);
    let keys = keys.map(|key| RateKey::from_bytes(key.try_into().unwrap()));
    keys.collect()
}

fn after(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + TimeDelta::minutes(minutes)
}

async fn takes(limiter: &MemoryRateLimiter, key: RateKey, quota: Quota, minutes: i64) -> bool {
    let policy = Policy::UnknownSlugs;
    let buckets = [Bucket { policy, key, quota }];
    let taken = limiter.take(&buckets, after(minutes)).await;
    taken.unwrap().allowed
}

#[tokio::test]
async fn those_who_use_little_are_forgotten_first() {
    let limiter = MemoryRateLimiter::with_room(20_000);
    let (busy, calm) = (keys(1_000), keys(1_000));
    for key in &busy {
        for _ in 0..5 {
            assert!(takes(&limiter, *key, per_hour(6), 0).await);
        }
    }
    for key in &calm {
        assert!(takes(&limiter, *key, per_hour(6), 0).await);
    }
    let room = limiter.bytes();
    for key in keys(25_000) {
        assert!(takes(&limiter, key, per_hour(6), 1).await);
    }
    assert!(limiter.keys() <= 20_000, "{}", limiter.keys());
    assert!(limiter.bytes() > room);
    // The busy ones have one use left, as before; some of the calm ones have all again.
    for key in &busy {
        assert!(takes(&limiter, *key, per_hour(6), 1).await);
        assert!(!takes(&limiter, *key, per_hour(6), 1).await);
    }
}

#[tokio::test]
async fn when_nobody_can_be_forgotten_new_networks_share_a_bucket() {
    let limiter = MemoryRateLimiter::with_room(2_000);
    let limited = keys(20_000);
    let mut allowed = 0;
    for key in &limited {
        allowed += usize::from(takes(&limiter, *key, per_hour(1), 0).await);
    }
    assert!(
        (1_700..2_500).contains(&limiter.keys()),
        "{}",
        limiter.keys()
    );
    // As many as there is room for, and one of those that share a bucket in each of its 64 parts.
    assert!(allowed <= limiter.keys() + 64, "{allowed}");
    for key in &limited {
        assert!(!takes(&limiter, *key, per_hour(1), 59).await);
    }
    // That there is room again frees nobody who shared a bucket.
    limiter.reset(&limited).await.unwrap();
    assert_eq!(limiter.keys(), 0);
    for key in &limited {
        assert!(!takes(&limiter, *key, per_hour(1), 59).await);
    }
    // An hour later there is room again.
    for key in &limited[..1_000] {
        assert!(takes(&limiter, *key, per_hour(1), 120).await);
    }
}

#[tokio::test]
async fn keys_that_are_full_again_make_room_without_growth() {
    let limiter = MemoryRateLimiter::new();
    for hour in 0..20 {
        for key in keys(2_000) {
            assert!(takes(&limiter, key, per_hour(1), hour * 60).await);
        }
    }
    let all = 40_000 * 25;
    assert!(limiter.bytes() < all / 2, "{}", limiter.bytes());
}

/// The slots of removed keys are used again.
#[tokio::test]
async fn resets_do_not_let_the_table_grow() {
    let limiter = MemoryRateLimiter::with_room(2_000);
    for key in keys(100_000) {
        takes(&limiter, key, per_hour(1), 0).await;
        limiter.reset(&[key]).await.unwrap();
    }
    assert_eq!(limiter.keys(), 0);
    assert!(limiter.bytes() <= 64 * 64 * 25, "{}", limiter.bytes());
}
