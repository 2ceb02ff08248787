use std::time::Duration;

/// The interval of counting and maintenance.
pub(super) const TICK: Duration = Duration::from_millis(250);

/// The longest wait between two attempts while the store is unavailable.
const MAX_BACKOFF: Duration = Duration::from_secs(5);

/// The wait after failures, which doubles each time.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The wait after one more failure.
    pub(super) fn next_wait(&mut self) -> Duration {
        let wait = TICK * (1 << self.failures.min(8));
        self.failures += 1;
        wait.min(MAX_BACKOFF)
    }
}
