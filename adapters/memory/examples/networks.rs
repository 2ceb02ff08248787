//! What the rate limiter costs with a million networks: run it with `cargo run --release -p korotko-memory --example networks`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

use std::time::Instant;

use chrono::TimeDelta;
use korotko_core::ports::{Bucket, RateLimiter, Timestamp};
use korotko_core::rate_limit::{Quota, RateKey};
use korotko_memory::MemoryRateLimiter;

const NETWORKS: u32 = 1_000_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let quota = Quota::per(20, TimeDelta::hours(1)).unwrap();
    let limiter = MemoryRateLimiter::new();
    let before = resident();
    for (round, name) in ["new networks", "the same again", "others"]
        .iter()
        .enumerate()
    {
        let seed = u32::from(round == 2) * NETWORKS;
        let (began, mut longest) = (Instant::now(), 0.0_f64);
        for number in 0..NETWORKS {
            let bucket = Bucket {
                key: key(seed + number),
                quota,
            };
            let since = Instant::now();
            limiter
                .take(&[bucket], Timestamp::UNIX_EPOCH)
                .await
                .unwrap();
            longest = longest.max(since.elapsed().as_secs_f64());
        }
        let each = began.elapsed().as_secs_f64() / f64::from(NETWORKS);
        println!(
            "{name}: {:.0} ns each, {:.2} ms at most; {} keys in {:.1} MB, {:.1} MB resident",
            each * 1e9,
            longest * 1e3,
            limiter.keys(),
            megabytes(limiter.bytes()),
            megabytes(resident() - before),
        );
    }
}

/// A key as different from others as a hash, without the cost of one.
fn key(number: u32) -> RateKey {
    let mut bits = u128::from(number) + 1;
    for _ in 0..4 {
        bits = bits.wrapping_mul(0xda94_2042_e4dd_58b5_9e37_79b9_7f4a_7c15);
        bits ^= bits >> 67;
    }
    RateKey::from_bytes(bits.to_be_bytes())
}

/// The resident memory of this process in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.unwrap().split_whitespace().nth(1).unwrap();
    number.parse::<usize>().unwrap() * 1024
}

#[allow(clippy::cast_precision_loss, reason = "small numbers")]
fn megabytes(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}
