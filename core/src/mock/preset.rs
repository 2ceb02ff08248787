//! Mocks that already behave, for the ports that most tests are not about.

use std::sync::atomic::{AtomicU8, Ordering};

use super::{
    MockClickRecorder, MockPasswordHasher, MockRandom, MockRouteFinder, MockScheduleRepository,
};
use crate::ports::Verdict;
use crate::user::{Password, PasswordHash};

/// Bytes that count upwards from 0, round and round: foreseeable, and no two codes alike for a while.
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

/// A recorder that takes every click.
#[must_use]
pub fn recorder() -> MockClickRecorder {
    let mut recorder = MockClickRecorder::new();
    recorder.expect_record().returning(|_| ());
    recorder
}

/// A route finder that forgets what it is told to, and expects nothing else.
#[must_use]
pub fn routes() -> MockRouteFinder {
    let mut routes = MockRouteFinder::new();
    routes.expect_forget().returning(|_, _| ());
    routes.expect_forget_all().returning(|| ());
    routes
}

/// Schedules of which none is due; it expects nothing else.
#[must_use]
pub fn schedules() -> MockScheduleRepository {
    let mut schedules = MockScheduleRepository::new();
    schedules.expect_list_due().returning(|_, _| Ok(Vec::new()));
    schedules
}

/// A hasher that costs nothing: the "hash" is the password behind a mark.
#[must_use]
pub fn hasher() -> MockPasswordHasher {
    let mut hasher = MockPasswordHasher::new();
    hasher
        .expect_hash()
        .returning(|password| Ok(marked(password)));
    hasher.expect_verify().returning(|password, hash| {
        Ok(if marked(password) == *hash {
            Verdict::Match
        } else {
            Verdict::Mismatch
        })
    });
    hasher
}

/// What [`hasher`] makes of a password.
#[must_use]
pub fn marked(password: &Password) -> PasswordHash {
    let text = String::from_utf8_lossy(password.as_bytes());
    PasswordHash::from_phc(format!("$marked${text}"))
}
