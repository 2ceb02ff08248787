use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use korotko_core::click::Clicks;
use korotko_core::mock::MockPorts;
use korotko_core::ports::{Random, RandomError};

use super::Drainer;
use crate::{ClickLog, ClickLogOptions};

struct Rising(AtomicU8);

impl Random for Rising {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        buffer.fill(self.0.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn a_writer_without_a_file_gets_another() {
    let folder = tempfile::tempdir().unwrap();
    let options = ClickLogOptions::in_folder(folder.path());
    let log = ClickLog::open(options, Arc::new(Rising(AtomicU8::new(0)))).unwrap();
    log.0.slots.replace(0, None);
    assert!(log.0.slots.segment(0).is_none());

    let clicks = Clicks::new(MockPorts::default().into_ports());
    let drainer = Drainer::new(&log, clicks);
    let got_one = async {
        while log.0.slots.segment(0).is_none() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        () = drainer.run(std::future::pending()) => {}
        () = got_one => {}
    }
    assert!(log.0.slots.segment(0).is_some());
}
