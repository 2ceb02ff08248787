//! The folders of processes.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use korotko_clicklog::{ClickLog, ClickLogOptions};

use crate::clicks::Unique;
use crate::environment::{Environment, record, wait_until};

fn bytes_in(files: &[PathBuf]) -> u64 {
    let lengths = files.iter().map(|file| fs::metadata(file).unwrap().len());
    lengths.sum()
}

#[tokio::test(start_paused = true)]
async fn files_of_a_running_process_are_not_adopted() {
    let environment = Environment::default();
    let living = environment.open();
    record(&living, 0..10);
    environment.count_remaining().await;
    assert_eq!(environment.store.total(), 0);
    environment.drain(living).stop().await;
    assert_eq!(environment.store.total(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_running_process_adopts_the_files_of_a_dead_one() {
    let environment = Environment::default();
    let (survivor, other) = (environment.start(), environment.start());
    record(&survivor.log, 0..10);
    record(&other.log, 10..20);
    wait_until(|| environment.store.total() == 20).await;
    environment.store.set_unavailable(true);
    record(&other.log, 20..30);
    other.die().await;
    environment.store.set_unavailable(false);
    wait_until(|| environment.store.total() == 30).await;
    wait_until(|| environment.process_folders().len() == 1).await;
    assert!(environment.store.counts().values().all(|count| *count == 1));
    survivor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_clean_shutdown_leaves_no_files() {
    let environment = Environment::default();
    let process = environment.start();
    record(&process.log, 0..10);
    process.stop().await;
    assert_eq!(environment.store.total(), 10);
    assert!(environment.process_folders().is_empty());
}

#[tokio::test(start_paused = true)]
async fn unknown_files_in_the_folder_are_kept() {
    let environment = Environment::default();
    record(&environment.open(), 0..3);
    let (note, folder) = (
        environment.root().join("README"),
        environment.root().join("mine"),
    );
    fs::write(&note, "not a log").unwrap();
    fs::create_dir(&folder).unwrap();
    let within = environment.process_folders().remove(0).join("note.txt");
    fs::write(&within, "not a log either").unwrap();
    environment.count_remaining().await;
    assert_eq!(environment.store.total(), 3);
    assert!(note.exists() && folder.exists() && within.exists());
    assert!(environment.files().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_full_file_is_removed_once_it_is_counted() {
    let environment = Environment {
        file_bytes: 1_000,
        ..Environment::default()
    };
    let process = environment.start();
    let at_first = environment.files();
    record(&process.log, 0..100);
    wait_until(|| environment.store.total() == 100).await;
    let smaller = || bytes_in(&environment.files()) == 64 && environment.files() != at_first;
    wait_until(smaller).await;
    record(&process.log, 100..110);
    wait_until(|| environment.store.total() == 110).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn an_idle_process_rotates_its_file_after_a_minute() {
    let environment = Environment::default();
    let process = environment.start_counted(100).await;
    assert!(bytes_in(&environment.files()) > 1_000);
    tokio::time::advance(Duration::from_mins(1)).await;
    wait_until(|| bytes_in(&environment.files()) == 64).await;
    process.stop().await;
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn only_the_user_can_use_folders_and_files() {
    use std::os::unix::fs::PermissionsExt;
    let environment = Environment::default();
    let _log = environment.open();
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in [environment.root(), environment.process_folders().remove(0)] {
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("lock")), 0o600);
    }
    for file in environment.files() {
        assert_eq!(mode(&file), 0o600);
    }
}

#[test]
fn a_folder_that_cannot_be_created_is_reported_at_the_start() {
    let environment = Environment::default();
    let taken = environment.folder.path().join("taken");
    fs::write(&taken, "").unwrap();
    let opened = ClickLog::open(ClickLogOptions::in_folder(&taken), Arc::new(Unique));
    let error = opened.unwrap_err();
    assert!(error.to_string().contains("taken"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}
