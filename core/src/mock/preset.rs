//! Mocks with default behaviour, for the ports that most tests are not about.

use std::sync::atomic::{AtomicU8, Ordering};

use chrono::TimeDelta;

use super::{
    MockClickRecorder, MockHostLists, MockNews, MockPasswordHasher, MockRandom, MockRateLimiter,
    MockRouteFinder, MockScheduleRepository, MockTracePropagator, MockUserFinder,
};
use crate::ports::{Bucket, RateDecision, Timestamp, Verdict};
use crate::rate_limit::Standing;
use crate::user::{Password, PasswordHash};

/// Bytes that count upwards from 0 and wrap around: predictable, and distinct for a while.
#[must_use]
pub fn random() -> MockRandom {
    let next = AtomicU8::new(0);
    let mut random = MockRandom::new();
    random.expect_fill().returning(move |buffer| {
        for byte in buffer {
            *byte = next.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    });
    random
}

/// A recorder that accepts every click.
#[must_use]
pub fn click_recorder() -> MockClickRecorder {
    let mut recorder = MockClickRecorder::new();
    recorder.expect_record().returning(|_| ());
    recorder
}

/// A trace propagator in a program that traces nothing.
#[must_use]
pub fn trace_propagator() -> MockTracePropagator {
    let mut propagator = MockTracePropagator::new();
    propagator.expect_current().returning(|| None);
    propagator
}

/// No lists of hosts.
#[must_use]
pub fn host_lists() -> MockHostLists {
    let mut lists = MockHostLists::new();
    lists.expect_find().returning(|_| None);
    lists.expect_blocked_version().returning(|| None);
    lists
}

/// A rate limiter whose quotas are always full.
#[must_use]
pub fn rate_limiter() -> MockRateLimiter {
    let mut limiter = MockRateLimiter::new();
    limiter
        .expect_take()
        .returning(|buckets, now| Ok(allowed(buckets, now)));
    limiter.expect_reset().returning(|_| Ok(()));
    limiter.expect_delete_full().returning(|_, _| Ok(0));
    limiter
}

/// The decision that takes the first use of each bucket.
#[must_use]
pub fn allowed(buckets: &[Bucket], now: Timestamp) -> RateDecision {
    let taken = buckets.iter().map(|bucket| {
        let full_at = bucket.quota.take(None, now);
        bucket.quota.standing(full_at, now)
    });
    RateDecision {
        allowed: true,
        standings: taken.collect(),
    }
}

/// The decision that takes nothing, since nothing is left in the bucket at `index`.
#[must_use]
pub fn refused(buckets: &[Bucket], index: usize) -> RateDecision {
    let used_up = |bucket: &Bucket| Standing {
        remaining: 0,
        wait: bucket.quota.interval(),
    };
    let full = |bucket: &Bucket| Standing {
        remaining: bucket.quota.uses(),
        wait: TimeDelta::zero(),
    };
    let standing = |(at, bucket)| {
        if at == index {
            used_up(bucket)
        } else {
            full(bucket)
        }
    };
    RateDecision {
        allowed: false,
        standings: buckets.iter().enumerate().map(standing).collect(),
    }
}

/// A route finder that accepts invalidations, and expects nothing else.
#[must_use]
pub fn route_finder() -> MockRouteFinder {
    let mut routes = MockRouteFinder::new();
    routes.expect_forget().returning(|_, _| ());
    routes.expect_forget_all().returning(|| ());
    routes
}

/// A user finder that accepts invalidations, and expects nothing else.
#[must_use]
pub fn user_finder() -> MockUserFinder {
    let mut users = MockUserFinder::new();
    users.expect_forget_user().returning(|_| ());
    users
}

/// News that accept every change.
#[must_use]
pub fn news() -> MockNews {
    let mut news = MockNews::new();
    news.expect_announce().returning(|_| Ok(()));
    news
}

/// Schedules, none of which is due; expects nothing else.
#[must_use]
pub fn schedules() -> MockScheduleRepository {
    let mut schedules = MockScheduleRepository::new();
    schedules.expect_list_due().returning(|_, _| Ok(Vec::new()));
    schedules
}

/// A hasher that costs nothing: the "hash" is the password with a prefix.
#[must_use]
pub fn hasher() -> MockPasswordHasher {
    let mut hasher = MockPasswordHasher::new();
    hasher
        .expect_hash()
        .returning(|password| Ok(fake_hash(password)));
    hasher.expect_verify().returning(|password, hash| {
        Ok(if fake_hash(password) == *hash {
            Verdict::Match
        } else {
            Verdict::Mismatch
        })
    });
    hasher
}

/// The hash of a password by [`hasher`].
#[must_use]
pub fn fake_hash(password: &Password) -> PasswordHash {
    let text = String::from_utf8_lossy(password.as_bytes());
    PasswordHash::from_phc(format!("$marked${text}"))
}
