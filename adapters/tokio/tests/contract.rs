//! The adapters on tokio pass the contract.
#![allow(clippy::unwrap_used, reason = "test code")]
#![allow(clippy::unused_async, reason = "a fixture is an async function")]

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use korotko_contract::PasswordHasherFixture;
use korotko_contract::{clock_contract, password_hasher_contract, random_contract};
use korotko_core::ports::{Clock, HashError, PasswordHasher, Random, Verdict};
use korotko_core::user::{Password, PasswordHash};
use korotko_tokio::{HasherSettings, Pbkdf2Hasher, SystemClock, SystemRandom};

fn new_hasher(iterations: u32, threads: usize, queue: usize) -> Pbkdf2Hasher {
    Pbkdf2Hasher::new(HasherSettings {
        iterations: NonZeroU32::new(iterations).unwrap(),
        threads,
        queue,
        max_wait: Duration::from_mins(1),
    })
}

async fn hasher() -> PasswordHasherFixture {
    PasswordHasherFixture {
        hasher: Arc::new(new_hasher(11, 2, 100)),
        cheaper: Arc::new(new_hasher(10, 2, 100)),
    }
}

async fn clock() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

async fn random() -> Arc<dyn Random> {
    Arc::new(SystemRandom::default())
}

password_hasher_contract!(hasher);
clock_contract!(clock);
random_contract!(random);

/// The hash was computed with Python's `hashlib.pbkdf2_hmac`.
#[tokio::test]
async fn a_hash_computed_by_another_program_matches() {
    let known = "$pbkdf2-sha256$i=1000,l=32$a29yb3Rrby1zYWx0LTE2Yg$TT+uOvF0iZcn39uUm2o7XIBmkVJOwbo/sNy+nOwaxe4";
    let hash = PasswordHash::from_phc(known.to_owned());
    let password = Password::parse("Passw0rd-ok").unwrap();
    let verdict = new_hasher(1000, 1, 1).verify(&password, &hash).await;
    assert_eq!(verdict, Ok(Verdict::Match));
}

#[tokio::test]
async fn calls_beyond_the_queue_are_refused_and_the_others_served() {
    let hasher = new_hasher(50_000, 1, 3);
    let password = Password::parse("Passw0rd-ok").unwrap();
    let calls = (0..20).map(|_| hasher.hash(&password));
    let answers = futures_util::future::join_all(calls).await;
    let busy = answers
        .iter()
        .filter(|answer| **answer == Err(HashError::Busy))
        .count();
    assert_eq!(busy, 16);
    assert!(hasher.hash(&password).await.is_ok());
    let status = hasher.status();
    assert_eq!((status.done, status.refused), (5, 16));
    assert_eq!((status.running, status.waiting), (0, 0));
}

#[tokio::test]
async fn a_call_that_would_wait_too_long_is_refused() {
    let hasher = Pbkdf2Hasher::new(HasherSettings {
        iterations: NonZeroU32::new(50_000).unwrap(),
        threads: 1,
        queue: 3,
        max_wait: Duration::ZERO,
    });
    let password = Password::parse("Passw0rd-ok").unwrap();
    let (first, second) = tokio::join!(hasher.hash(&password), hasher.hash(&password));
    assert!(first.is_ok());
    assert_eq!(second, Err(HashError::Busy));
}

/// The niceness of the threads that hash now (proc(5): the command of `stat` is in parentheses, and the niceness is the 17th
/// number behind it).
#[cfg(target_os = "linux")]
fn niceness() -> Option<i32> {
    let threads = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let mut stats =
        threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("stat")).ok());
    let stat = stats.find(|stat| stat.contains("(password-hash)"))?;
    let (_, fields) = stat.rsplit_once(')').unwrap();
    fields.split_whitespace().nth(16).unwrap().parse().ok()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn hashing_gives_way_to_other_threads() {
    let hasher = new_hasher(20_000, 1, 1);
    let password = Password::parse("Passw0rd-ok").unwrap();
    let deadline = std::time::Instant::now() + Duration::from_mins(1);
    let lowered = std::thread::spawn(move || {
        std::iter::repeat_with(niceness)
            .take_while(|_| std::time::Instant::now() < deadline)
            .any(|niceness| niceness == Some(5))
    });
    while !lowered.is_finished() {
        hasher.hash(&password).await.unwrap();
    }
    assert!(lowered.join().unwrap());
}
