use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use std::time::Duration;

/// The interval of attempts to report lost lines while nothing else is written.
const RETRY: Duration = Duration::from_secs(1);

/// The queue between the callers and the writer thread.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) state: Mutex<State>,
    pub(super) changed: Condvar,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) waiting: Vec<u8>,
    pub(super) writing: bool,
    /// Lines that are lost and not reported yet.
    pub(super) lost: u64,
    /// All lines that were lost.
    pub(super) lost_ever: u64,
}

impl State {
    pub(super) fn lose(&mut self, lines: u64) {
        self.lost += lines;
        self.lost_ever += lines;
    }
}

impl Queue {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to write: moves the queued lines into `batch`, which is empty, and returns the number of lost lines.
    pub(super) fn next(&self, batch: &mut Vec<u8>) -> u64 {
        let mut state = self.lock();
        loop {
            if !state.waiting.is_empty() {
                break;
            }
            if state.lost == 0 {
                let waited = self.changed.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            let waited = self.changed.wait_timeout(state, RETRY);
            let (woken, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
            state = woken;
            if timeout.timed_out() {
                break;
            }
        }
        std::mem::swap(&mut state.waiting, batch);
        state.writing = true;
        state.lost
    }

    /// Records the outcome of a batch: the number of reported losses, and of lines lost with it.
    pub(super) fn written(&self, reported: u64, lost: u64) {
        let mut state = self.lock();
        state.lost -= reported;
        state.lose(lost);
        state.writing = false;
        self.changed.notify_all();
    }
}

pub(super) fn count(lines: &[u8]) -> u64 {
    lines.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}
