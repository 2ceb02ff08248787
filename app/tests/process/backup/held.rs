//! Backups that are stopped while they hold the click log, which otherwise takes milliseconds.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

use super::chain::{Chain, assert_unbroken};
use super::start_restored;
use crate::click_kills::{all_counted, somebody_with_a_link};
use crate::home::{Home, on_both_databases};
use crate::program::{DEADLINE, Process, until};

on_both_databases!(a_backup_has_each_click_however_slowly_it_begins);

async fn a_backup_has_each_click_however_slowly_it_begins(home: Home) {
    let listening = home.serve().listen().await;
    let (session, _) = somebody_with_a_link(&listening).await;
    let client = listening.client();
    let chain = Chain::on(&client, &session);
    until("links", async || chain.created() > 3).await;
    let file = home.data().with_file_name("backup.tar.gz");
    let backup = stopped(&home, &file);
    let before = chain.created();
    until("more links", async || chain.created() > before + 30).await;
    send(&backup, Signal::CONT);
    let ended = backup.ended(DEADLINE).await;
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let created = chain.end().await;
    listening.process.kill();

    let restored = home.another();
    restored.restore(&file, "").print().await;
    let listening = start_restored(&restored).await;
    let client = listening.client();
    // The click log is adopted a moment after the start.
    until("the clicks are counted", async || {
        fs::read_dir(restored.data().join("clicks"))
            .unwrap()
            .count()
            <= 2
    })
    .await;
    all_counted(&client).await;
    assert_unbroken(&client, &session, before..=created).await;
    listening.stop().await;
}

/// A backup into this file, stopped while it holds the click log. It may take a few to stop one in time.
fn stopped(home: &Home, file: &Path) -> Process {
    let lock = home.data().join("clicks/lock").metadata().unwrap().ino();
    let command = format!("backup {} --with-secrets", file.display());
    for _ in 0..30 {
        let mut backup = home.korotko(&command).start();
        while backup.runs() {
            if has_locked(&backup, lock) {
                send(&backup, Signal::STOP);
                if has_locked(&backup, lock) {
                    return backup;
                }
                send(&backup, Signal::CONT);
            }
        }
    }
    panic!("no backup held the click log");
}

/// At once, which a shell would not.
fn send(process: &Process, signal: Signal) {
    let id = Pid::from_raw(process.id().cast_signed()).unwrap();
    kill_process(id, signal).unwrap();
}

/// Whether a process has locked the file with this inode.
fn has_locked(process: &Process, inode: u64) -> bool {
    let (id, file) = (process.id().to_string(), format!(":{inode}"));
    let locks = fs::read_to_string("/proc/locks").unwrap();
    locks.lines().any(|line| {
        let mut words = line.split_whitespace().skip(4);
        words.next() == Some(&*id) && words.next().is_some_and(|place| place.ends_with(&file))
    })
}
