use std::time::Duration;

use tokio::time::Instant;

use super::load::Load;

/// The state by which the drainer decides when to count, and when to give way to requests.
#[derive(Debug)]
pub(super) struct Pace {
    pub(super) load: Load,
    /// When the last round began, in which all clicks recorded before are counted.
    round: Instant,
    /// When the round before began: no waiting click is older.
    oldest: Instant,
}

impl Pace {
    pub(super) fn new() -> Self {
        let now = Instant::now();
        Self {
            load: Load::none(),
            round: now,
            oldest: now,
        }
    }

    pub(super) fn begin_round(&mut self) {
        self.oldest = self.round;
        self.round = Instant::now();
    }

    /// The time since the last round began.
    pub(super) fn since_round(&self) -> Duration {
        self.round.elapsed()
    }

    /// The age of the oldest click that may wait.
    pub(super) fn oldest_click(&self) -> Duration {
        self.oldest.elapsed()
    }
}
