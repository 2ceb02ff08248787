use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use korotko_clicklog::ClickLog;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::environment::record;

/// The clicks a second of a steady load: more than from which there is load.
pub const PER_SECOND: usize = 3_000;

/// Steps a second.
const STEPS: usize = 20;

/// A load that records clicks steadily until it is ended.
pub struct Steady {
    recorded: Arc<AtomicUsize>,
    recording: JoinHandle<()>,
}

impl Steady {
    /// Starts to record clicks of this many links.
    pub fn on(log: &ClickLog, links: i64) -> Self {
        let recorded = Arc::new(AtomicUsize::new(0));
        let (log, counter) = (log.clone(), recorded.clone());
        let recording = tokio::spawn(async move {
            let mut numbers = (0..links).cycle();
            loop {
                record(&log, numbers.by_ref().take(PER_SECOND / STEPS));
                counter.fetch_add(PER_SECOND / STEPS, Ordering::Relaxed);
                sleep(Duration::from_secs(1) / u32::try_from(STEPS).unwrap()).await;
            }
        });
        Self {
            recorded,
            recording,
        }
    }

    /// The number of clicks so far.
    pub fn recorded(&self) -> usize {
        self.recorded.load(Ordering::Relaxed)
    }

    /// Ends the load, and returns the number of its clicks.
    pub async fn end(self) -> usize {
        self.recording.abort();
        assert!(self.recording.await.unwrap_err().is_cancelled());
        self.recorded.load(Ordering::Relaxed)
    }
}
