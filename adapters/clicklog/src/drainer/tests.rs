use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use chrono::DateTime;
use korotko_core::click::{Agent, Click, ClickKind, Clicks};
use korotko_core::id::LinkId;
use korotko_core::mock::MockPorts;
use korotko_core::ports::{ClickRecorder, Random, RandomError};
use tempfile::TempDir;
use tokio::time::sleep;

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
            sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::select! {
        () = drainer.run(std::future::pending()) => {}
        () = got_one => {}
    }
    assert!(log.0.slots.segment(0).is_some());
}

/// A log that is synced this often.
fn log_synced_every(sync: Duration) -> (ClickLog, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = ClickLogOptions {
        sync,
        ..ClickLogOptions::in_folder(folder.path())
    };
    let log = ClickLog::open(options, Arc::new(Rising(AtomicU8::new(0)))).unwrap();
    (log, folder)
}

fn record(log: &ClickLog) {
    log.record(Click {
        at: DateTime::UNIX_EPOCH,
        link: LinkId(1),
        kind: ClickKind::Human,
        referrer: None,
        agent: Arc::new(Agent::default()),
        language: None,
        visitor: None,
    });
}

/// The number of files to sync after the regular syncing of this time.
async fn to_sync_after(log: &ClickLog, time: Duration) -> usize {
    tokio::select! {
        () = log.0.keep_synced() => {}
        () = sleep(time) => {}
    }
    log.0.files_to_sync().len()
}

#[tokio::test(start_paused = true)]
async fn recorded_clicks_are_synced_at_intervals() {
    let (log, _folder) = log_synced_every(Duration::from_secs(2));
    assert_eq!(log.0.files_to_sync().len(), 0, "nothing is recorded");
    for _ in 0..3 {
        record(&log);
        assert_eq!(to_sync_after(&log, Duration::from_millis(1_900)).await, 1);
        assert_eq!(to_sync_after(&log, Duration::from_millis(2_100)).await, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn closed_files_are_synced_as_well() {
    let (log, _folder) = log_synced_every(Duration::from_secs(1));
    record(&log);
    log.0.close();
    assert_eq!(log.0.files_to_sync().len(), 1);
    assert_eq!(to_sync_after(&log, Duration::from_secs(2)).await, 0);
}

#[tokio::test(start_paused = true)]
async fn an_interval_of_zero_syncs_nothing() {
    let (log, _folder) = log_synced_every(Duration::ZERO);
    record(&log);
    assert_eq!(to_sync_after(&log, Duration::from_hours(1)).await, 1);
}

#[tokio::test(start_paused = true)]
async fn counted_clicks_need_no_sync() {
    let (log, _folder) = log_synced_every(Duration::from_secs(1));
    record(&log);
    let files = log.0.files_to_sync();
    files[0].set_counted(files[0].end());
    assert_eq!(log.0.files_to_sync().len(), 0);
    record(&log);
    assert_eq!(log.0.files_to_sync().len(), 1);
}
