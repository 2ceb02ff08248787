//! Backups of the log and of the store, made while a process uses both.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use korotko_clicklog::{FileHold, HeldFile, is_in_use, restore_file};

use crate::environment::{Environment, record, wait_until};
use crate::fake_store::FakeStore;

/// An environment whose files are full after a few clicks, so that counted ones are removed all the time.
fn with_small_files() -> Environment {
    Environment {
        file_bytes: 500,
        ..Environment::default()
    }
}

/// An environment with a copy of this store, and the files of a backup.
fn restored(store: FakeStore, files: Vec<HeldFile>) -> Environment {
    let environment = Environment {
        store,
        ..Environment::default()
    };
    for file in files {
        restore_file(&environment.root(), &file.name, file.content).unwrap();
    }
    environment
}

async fn wait_for_total(environment: &Environment, clicks: usize) {
    wait_until(|| environment.store.total() == clicks).await;
}

#[tokio::test(start_paused = true)]
async fn a_backup_has_each_click_once_however_far_counting_is() {
    let environment = with_small_files();
    let process = environment.start();
    let mut first = 0;
    for round in 0..20 {
        record(&process.log, first..first + 40);
        // Sometimes everything is counted when the backup begins, and sometimes nothing.
        if round % 3 > 0 {
            wait_for_total(&environment, usize::try_from(first).unwrap() + 40).await;
        }
        let hold = FileHold::begin(&environment.root()).unwrap();
        let store = environment.store.copy();
        // What the store has not counted yet is counted before the files are opened, and more clicks come.
        record(&process.log, first + 40..first + 80);
        wait_for_total(&environment, usize::try_from(first).unwrap() + 80).await;
        let files = hold.open_files().unwrap();
        drop(hold);
        // The files can be read after they are removed.
        wait_until(|| environment.files().len() <= environment.writers).await;

        let restored = restored(store, files);
        restored.count_remaining().await;
        let counts = restored.store.counts();
        for click in 0..first + 80 {
            assert_eq!(counts.get(&click), Some(&1), "{click} in round {round}");
        }
        first += 80;
    }
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn counted_files_stay_while_they_are_held() {
    let environment = with_small_files();
    let process = environment.start();
    let hold = FileHold::begin(&environment.root()).unwrap();
    record(&process.log, 0..100);
    wait_for_total(&environment, 100).await;
    wait_until(|| environment.files().len() > environment.writers).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let held = environment.files();
    assert!(held.len() > environment.writers, "{held:?}");
    drop(hold);
    wait_until(|| environment.files().len() == environment.writers).await;
    process.stop().await;
    assert_eq!(environment.files(), Vec::<PathBuf>::new());
}

#[tokio::test(start_paused = true)]
async fn only_a_living_process_uses_a_folder() {
    let environment = Environment::default();
    assert!(!is_in_use(&environment.root()).unwrap(), "it is missing");
    let process = environment.start_counted(3).await;
    assert!(is_in_use(&environment.root()).unwrap());
    process.die().await;
    assert!(!is_in_use(&environment.root()).unwrap());
}

#[test]
fn a_missing_log_has_no_files() {
    let environment = Environment::default();
    let hold = FileHold::begin(&environment.root()).unwrap();
    assert!(hold.open_files().unwrap().is_empty());
    assert!(!environment.root().exists());
}

#[test]
fn only_click_files_are_restored_and_never_over_others() {
    let environment = Environment::default();
    let (id, root) = ("0123456789abcdef0123456789abcdef", environment.root());
    let good = format!("{id}/{id}.clicks");
    restore_file(&root, &good, io::empty()).unwrap();
    assert!(root.join(&good).exists());
    let refused = |name: &str| restore_file(&root, name, io::empty()).unwrap_err().kind();
    assert_eq!(refused(&good), io::ErrorKind::AlreadyExists);
    for name in [
        format!("../{id}.clicks"),
        format!("{id}/../{id}.clicks"),
        format!("{id}/lock"),
        format!("{id}.clicks"),
        format!("/{id}/{id}.clicks"),
        format!("{id}/{id}.clicks/x"),
        "lock".to_owned(),
    ] {
        assert_eq!(refused(&name), io::ErrorKind::InvalidData, "{name}");
    }
}
