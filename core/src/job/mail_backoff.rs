use std::sync::{Mutex, PoisonError};

use chrono::TimeDelta;

use crate::ports::Timestamp;

/// The maximum number of jobs of one run.
const BATCH: u32 = 16;
/// The longest pause between two probes, in seconds.
const MAX_SECONDS: i64 = 30;

/// The pause while the mail server is unavailable: twice as long each time, until a mail is sent.
#[derive(Debug, Default)]
pub(super) struct MailBackoff(Mutex<State>);

#[derive(Debug, Default, Clone, Copy)]
struct State {
    failures: u32,
    until: Option<Timestamp>,
}

impl MailBackoff {
    /// The maximum number of jobs to claim now: none during the pause, one to probe after it, else a batch.
    pub(super) fn max_claims(&self, now: Timestamp) -> u32 {
        let state = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match state.until {
            Some(until) if now < until => 0,
            Some(_) => 1,
            None => BATCH,
        }
    }

    /// Records that the server is unavailable; returns the end of the pause.
    pub(super) fn extend(&self, now: Timestamp) -> Timestamp {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Several mails of one batch fail for the same reason: that is one failure.
        if let Some(until) = state.until.filter(|until| now < *until) {
            return until;
        }
        let seconds = (1 << state.failures.min(5)).min(MAX_SECONDS);
        let until = now + TimeDelta::seconds(seconds);
        state.failures = state.failures.saturating_add(1);
        state.until = Some(until);
        until
    }

    /// Records that the server is available.
    pub(super) fn reset(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }
}
