//! A disk that is full at random moments.

use korotko_testkit::SmtpSink;

use super::record::Record;
use super::subject::Subject;
use super::{any_moment, rounds};
use crate::full_disk::{on, shorten};
use crate::home::Home;
use crate::small_disk::SmallDisk;

/// Fills the disk for a while under load, and then kills the program.
async fn round(subject: &Subject, disk: &SmallDisk) {
    let listening = subject.program.listen().await;
    let load = subject.load(&listening);
    any_moment(400).await;
    disk.fill(&listening.process);
    any_moment(400).await;
    disk.free(&listening.process);
    for _ in 0..3 {
        assert_eq!(shorten(&listening.client(), "edited").await, 409);
        any_moment(100).await;
    }
    any_moment(400).await;
    let ready = listening.client().get("/readyz").await.json();
    let dropped = ready["dropped_clicks"].as_u64().unwrap();
    subject.ledger.add_dropped(dropped);
    listening.process.kill();
    load.end().await;
}

async fn torture(disk: SmallDisk, faults: &str) {
    let record = Record::begin("disks", "SQLite");
    let (home, sink) = (Home::sqlite(), SmtpSink::start().await);
    let subject = Subject::of(on(&disk, &home, &sink), sink).await;
    let rounds = rounds(50);
    for _ in 0..rounds {
        round(&subject, &disk).await;
    }
    subject.finish().await;
    record.passed(
        &format!("{rounds} {faults}, a SIGKILL after each"),
        &subject.ledger.said(),
    );
}

#[tokio::test]
#[ignore = "takes minutes: scripts/torture.sh disks"]
async fn randomly_full_disks_lose_nothing() {
    torture(SmallDisk::mounted(256), "full disks").await;
}

#[tokio::test]
#[ignore = "takes minutes: scripts/torture.sh disks"]
async fn random_file_size_limits_lose_nothing() {
    torture(SmallDisk::limited(), "limits of file sizes").await;
}
