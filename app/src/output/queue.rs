use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use std::time::Duration;

/// How often to look whether lost lines can be told of while nothing else is to be written.
const RETRY: Duration = Duration::from_secs(1);

/// What is between those who write lines and the thread.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) state: Mutex<State>,
    pub(super) changed: Condvar,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) waiting: Vec<u8>,
    pub(super) writing: bool,
    pub(super) lost: u64,
}

impl Queue {
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to write: puts the lines that wait into `batch`, which is empty, and gives how many were lost.
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

    /// Notes what became of a batch: so many losses were told of, and so many lines were lost with it.
    pub(super) fn written(&self, told: u64, lost: u64) {
        let mut state = self.lock();
        state.lost = state.lost - told + lost;
        state.writing = false;
        self.changed.notify_all();
    }
}

pub(super) fn count(lines: &[u8]) -> u64 {
    lines.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}
