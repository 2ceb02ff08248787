use std::time::Duration;

/// How often to look what waits and what is to be done with the files.
pub(super) const TICK: Duration = Duration::from_millis(250);

/// The longest rest between two attempts at a store that does not answer.
const MAX_BACKOFF: Duration = Duration::from_secs(5);

/// How long to wait after failures.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Twice as long after each.
    pub(super) fn after_another(&mut self) -> Duration {
        let wait = TICK * (1 << self.failures.min(8));
        self.failures += 1;
        wait.min(MAX_BACKOFF)
    }
}
