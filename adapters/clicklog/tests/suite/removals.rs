//! Removing the folder or a file while clicks are recorded.

use std::fs;
use std::path::Path;

use crate::environment::{Environment, Process, record, wait_until};

/// Asserts that these clicks are all counted in the end, and none is dropped.
async fn assert_all_counted(environment: &Environment, process: Process, clicks: i64) {
    let log = process.log.clone();
    process.stop().await;
    let expected = (0..clicks).map(|number| (number, 1)).collect();
    assert_eq!(environment.store.counts(), expected);
    assert_eq!((log.status().dropped, log.status().waiting_bytes), (0, 0));
    assert!(environment.process_folders().is_empty());
}

/// Waits until there is a click file again.
async fn files_are_back(environment: &Environment, gone: &Path) {
    wait_until(|| environment.files().iter().any(|file| file != gone)).await;
}

#[tokio::test(start_paused = true)]
async fn a_removed_folder_is_created_again_without_losing_clicks() {
    let environment = Environment::with_one_writer();
    let process = environment.start_counted(10).await;
    let gone = environment.files().remove(0);
    record(&process.log, 10..20);
    fs::remove_dir_all(environment.root()).unwrap();
    record(&process.log, 20..30);
    files_are_back(&environment, &gone).await;
    record(&process.log, 30..40);
    assert_all_counted(&environment, process, 40).await;
}

#[tokio::test(start_paused = true)]
async fn a_moved_folder_is_created_again_without_counting_clicks_twice() {
    let environment = Environment::with_one_writer();
    let process = environment.start();
    record(&process.log, 0..10);
    let gone = environment.files().remove(0);
    fs::rename(
        environment.root(),
        environment.folder.path().join("elsewhere"),
    )
    .unwrap();
    record(&process.log, 10..20);
    files_are_back(&environment, &gone).await;
    record(&process.log, 20..30);
    assert_all_counted(&environment, process, 30).await;
}

#[tokio::test(start_paused = true)]
async fn removed_files_are_copied_during_an_outage_and_outlive_the_process() {
    let environment = Environment {
        file_bytes: 1_000,
        ..Environment::with_one_writer()
    };
    environment.store.set_unavailable(true);
    let process = environment.start();
    record(&process.log, 0..30);
    wait_until(|| environment.files().len() > 1).await;
    record(&process.log, 30..40);
    let before = environment.files();
    fs::remove_dir_all(environment.root()).unwrap();
    record(&process.log, 40..50);
    let saved = || {
        before.iter().all(|gone| {
            environment
                .files()
                .iter()
                .any(|file| file.file_name() == gone.file_name())
        })
    };
    wait_until(saved).await;
    record(&process.log, 50..60);
    process.die().await;
    environment.store.set_unavailable(false);
    assert_all_counted(&environment, environment.start(), 60).await;
}

#[tokio::test(start_paused = true)]
async fn a_removed_file_is_counted_completely_and_replaced() {
    let environment = Environment::with_one_writer();
    let process = environment.start();
    let gone = environment.files().remove(0);
    fs::remove_file(&gone).unwrap();
    record(&process.log, 0..3);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    files_are_back(&environment, &gone).await;
    record(&process.log, 3..6);
    assert_all_counted(&environment, process, 6).await;
}

#[tokio::test(start_paused = true)]
async fn a_process_without_its_lock_moves_to_another_folder_without_double_counting() {
    let environment = Environment::with_one_writer();
    let (process, other) = (environment.start(), environment.start());
    record(&process.log, 0..10);
    let folder = environment.files()[0].parent().unwrap().to_owned();
    for folder in environment.process_folders() {
        fs::remove_file(folder.join("lock")).unwrap();
    }
    wait_until(|| {
        !folder.exists()
            || !environment
                .files()
                .iter()
                .any(|file| file.starts_with(&folder))
    })
    .await;
    record(&process.log, 10..20);
    other.stop().await;
    wait_until(|| environment.store.total() == 20).await;
    assert_all_counted(&environment, process, 20).await;
}

#[tokio::test(start_paused = true)]
async fn truncated_clicks_count_as_dropped_and_the_writer_gets_another_file() {
    let environment = Environment::with_one_writer();
    environment.store.set_unavailable(true);
    let process = environment.start();
    record(&process.log, 0..10);
    let file = environment.files().remove(0);
    let half = fs::metadata(&file).unwrap().len() / 2;
    let writer = fs::File::options().write(true).open(&file).unwrap();
    writer.set_len(half).unwrap();
    wait_until(|| environment.files().len() > 1).await;
    record(&process.log, 10..20);
    environment.store.set_unavailable(false);
    let log = process.log.clone();
    process.stop().await;
    let counted = environment.store.total() as u64;
    assert!((14..=15).contains(&counted), "{counted}");
    let known = counted + log.status().dropped;
    assert!((19..=21).contains(&known), "{known}");
}
