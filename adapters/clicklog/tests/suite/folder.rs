//! Who may use which folder, and what is left in them.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use korotko_clicklog::{ClickLog, ClickLogOptions};

use crate::clicks::Unique;
use crate::site::{Site, record, wait_until};

fn bytes_in(files: &[PathBuf]) -> u64 {
    let lengths = files.iter().map(|file| fs::metadata(file).unwrap().len());
    lengths.sum()
}

#[tokio::test(start_paused = true)]
async fn the_files_of_a_living_process_are_left_to_it() {
    let site = Site::default();
    let living = site.open();
    record(&living, 0..10);
    site.clear_up().await;
    assert_eq!(site.store.total(), 0);
    site.drain(living).stop().await;
    assert_eq!(site.store.total(), 10);
}

#[tokio::test(start_paused = true)]
async fn two_processes_share_a_folder_and_the_survivor_adopts_what_the_other_leaves() {
    let site = Site::default();
    let (survivor, other) = (site.start(), site.start());
    record(&survivor.log, 0..10);
    record(&other.log, 10..20);
    wait_until(|| site.store.total() == 20).await;
    site.store.set_away(true);
    record(&other.log, 20..30);
    other.die().await;
    site.store.set_away(false);
    wait_until(|| site.store.total() == 30).await;
    wait_until(|| site.homes().len() == 1).await;
    assert!(site.store.counts().values().all(|count| *count == 1));
    survivor.stop().await;
}

#[tokio::test(start_paused = true)]
async fn nothing_is_left_of_a_process_that_ended_well() {
    let site = Site::default();
    let process = site.start();
    record(&process.log, 0..10);
    process.stop().await;
    assert_eq!(site.store.total(), 10);
    assert!(site.homes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_else_is_in_the_folder_is_left_alone() {
    let site = Site::default();
    record(&site.open(), 0..3);
    let (note, folder) = (site.root().join("README"), site.root().join("mine"));
    fs::write(&note, "not a log").unwrap();
    fs::create_dir(&folder).unwrap();
    let within = site.homes().remove(0).join("note.txt");
    fs::write(&within, "not a log either").unwrap();
    site.clear_up().await;
    assert_eq!(site.store.total(), 3);
    assert!(note.exists() && folder.exists() && within.exists());
    assert!(site.files().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_full_is_removed_as_soon_as_it_is_counted() {
    let site = Site {
        file_bytes: 1_000,
        ..Site::default()
    };
    let process = site.start();
    let at_first = site.files();
    record(&process.log, 0..100);
    wait_until(|| site.store.total() == 100).await;
    let smaller = || bytes_in(&site.files()) == 64 && site.files() != at_first;
    wait_until(smaller).await;
    record(&process.log, 100..110);
    wait_until(|| site.store.total() == 110).await;
    process.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_folder_of_an_idle_process_is_small_after_a_minute() {
    let site = Site::default();
    let process = site.start_counted(100).await;
    assert!(bytes_in(&site.files()) > 1_000);
    tokio::time::advance(Duration::from_mins(1)).await;
    wait_until(|| bytes_in(&site.files()) == 64).await;
    process.stop().await;
}

#[cfg(unix)]
#[tokio::test(start_paused = true)]
async fn folders_and_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let site = Site::default();
    let _log = site.open();
    let mode = |path: &PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for folder in [site.root(), site.homes().remove(0)] {
        assert_eq!(mode(&folder), 0o700);
        assert_eq!(mode(&folder.join("lock")), 0o600);
    }
    for file in site.files() {
        assert_eq!(mode(&file), 0o600);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_said_at_the_start() {
    let site = Site::default();
    let taken = site.folder.path().join("taken");
    fs::write(&taken, "").unwrap();
    let opened = ClickLog::open(ClickLogOptions::in_folder(&taken), Arc::new(Unique));
    let error = opened.unwrap_err();
    assert!(error.to_string().contains("taken"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
}
