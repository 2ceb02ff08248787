use tokio::time::Instant;

use super::backoff::TICK;
use crate::ledger::Cursor;

/// The bytes of clicks a second from which there is load: some 1,000 clicks.
const HIGH: u64 = 64 << 10;

/// How much is recorded, which tells how many requests wait for the machine.
#[derive(Debug)]
pub(super) struct Load {
    measured_at: Instant,
    is_high: bool,
}

impl Load {
    pub(super) fn none() -> Self {
        Self {
            measured_at: Instant::now(),
            is_high: false,
        }
    }

    /// Whether there was load between the last two measurements.
    pub(super) fn is_high(&self) -> bool {
        self.is_high
    }

    /// Measures what was recorded since the last measurement.
    pub(super) fn measure(&mut self, cursors: &mut [Cursor]) {
        let bytes: u64 = cursors.iter_mut().map(Cursor::measure).sum();
        let elapsed = self.measured_at.elapsed().max(TICK);
        self.measured_at = Instant::now();
        self.is_high = u128::from(bytes) * 1_000 >= u128::from(HIGH) * elapsed.as_millis();
    }
}
