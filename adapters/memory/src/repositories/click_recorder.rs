use korotko_core::click::Click;
use korotko_core::ports::ClickRecorder;

use crate::store::MemoryStore;

/// Counts recorded clicks at once: the next read sees them. A click recorded while a unit is open is counted when the unit
/// ends, and one recorded during an outage after the outage.
impl ClickRecorder for MemoryStore {
    fn record(&self, click: Click) {
        self.rows.shared().record(click);
    }
}
