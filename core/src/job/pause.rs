use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::ports::Timestamp;

/// How many jobs one run takes.
const BATCH: u32 = 16;
/// The longest pause between two probes.
const MAX_SECONDS: i64 = 30;

/// The rest that a mail server gets which takes no mail from anybody: twice as long each time, until one mail gets through.
#[derive(Debug, Default)]
pub(super) struct Pause(Mutex<State>);

#[derive(Debug, Default, Clone, Copy)]
struct State {
    failures: u32,
    until: Option<Timestamp>,
}

impl Pause {
    /// How many jobs may be taken now: none during the pause, one to probe after it, else a batch.
    pub(super) fn permits(&self, now: Timestamp) -> u32 {
        let state = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.until {
            Some(until) if now < until => 0,
            Some(_) => 1,
            None => BATCH,
        }
    }

    /// Notes that nothing gets through; says until when to rest.
    pub(super) fn prolong(&self, now: Timestamp) -> Timestamp {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Several mails of one batch meet the same wall: that is one failure.
        if let Some(until) = state.until.filter(|until| now < *until) {
            return until;
        }
        let seconds = (1 << state.failures.min(5)).min(MAX_SECONDS);
        let until = now + TimeDelta::seconds(seconds);
        state.failures = state.failures.saturating_add(1);
        state.until = Some(until);
        until
    }

    /// Notes that a mail got through.
    pub(super) fn end(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }
}
