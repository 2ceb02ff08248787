use korotko_core::click::Click;
use korotko_core::ports::ClickRecorder;

use crate::store::MemoryStore;

/// Counts at once what is recorded: whoever reads next sees it. Beside an open unit it is counted when that ends, and during an
/// outage after it.
impl ClickRecorder for MemoryStore {
    fn record(&self, click: Click) {
        self.rows.shared().record(click);
    }
}
