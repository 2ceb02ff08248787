//! Somebody removes the folder, or a file in it, while clicks are recorded.

use std::fs;
use std::path::Path;

use crate::site::{Process, Site, record, wait_until};

/// Records these clicks, which all are counted in the end, and nothing is dropped.
async fn all_is_counted(site: &Site, process: Process, clicks: i64) {
    let log = process.log.clone();
    process.stop().await;
    let expected = (0..clicks).map(|number| (number, 1)).collect();
    assert_eq!(site.store.counts(), expected);
    assert_eq!((log.status().dropped, log.status().waiting_bytes), (0, 0));
    assert!(site.homes().is_empty());
}

/// Waits until there is a file of clicks again.
async fn files_are_back(site: &Site, gone: &Path) {
    wait_until(|| site.files().iter().any(|file| file != gone)).await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_is_removed_is_made_again_and_no_click_is_lost() {
    let site = Site::of_one_writer();
    let process = site.start_counted(10).await;
    let gone = site.files().remove(0);
    record(&process.log, 10..20);
    fs::remove_dir_all(site.root()).unwrap();
    record(&process.log, 20..30);
    files_are_back(&site, &gone).await;
    record(&process.log, 30..40);
    all_is_counted(&site, process, 40).await;
}

#[tokio::test(start_paused = true)]
async fn a_folder_that_is_moved_away_is_made_again_and_no_click_is_doubled() {
    let site = Site::of_one_writer();
    let process = site.start();
    record(&process.log, 0..10);
    let gone = site.files().remove(0);
    fs::rename(site.root(), site.folder.path().join("elsewhere")).unwrap();
    record(&process.log, 10..20);
    files_are_back(&site, &gone).await;
    record(&process.log, 20..30);
    all_is_counted(&site, process, 30).await;
}

#[tokio::test(start_paused = true)]
async fn while_the_store_is_away_what_was_removed_is_copied_and_outlives_the_process() {
    let site = Site {
        file_bytes: 1_000,
        ..Site::of_one_writer()
    };
    site.store.set_away(true);
    let process = site.start();
    record(&process.log, 0..30);
    wait_until(|| site.files().len() > 1).await;
    record(&process.log, 30..40);
    let before = site.files();
    fs::remove_dir_all(site.root()).unwrap();
    record(&process.log, 40..50);
    let saved = || {
        before.iter().all(|gone| {
            site.files()
                .iter()
                .any(|file| file.file_name() == gone.file_name())
        })
    };
    wait_until(saved).await;
    record(&process.log, 50..60);
    process.die().await;
    site.store.set_away(false);
    all_is_counted(&site, site.start(), 60).await;
}

#[tokio::test(start_paused = true)]
async fn a_file_that_is_removed_is_counted_to_its_end_and_another_takes_its_place() {
    let site = Site::of_one_writer();
    let process = site.start();
    let gone = site.files().remove(0);
    fs::remove_file(&gone).unwrap();
    record(&process.log, 0..3);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    files_are_back(&site, &gone).await;
    record(&process.log, 3..6);
    all_is_counted(&site, process, 6).await;
}

#[tokio::test(start_paused = true)]
async fn a_process_whose_lock_is_removed_takes_another_folder_and_others_double_nothing() {
    let site = Site::of_one_writer();
    let (process, other) = (site.start(), site.start());
    record(&process.log, 0..10);
    let home = site.files()[0].parent().unwrap().to_owned();
    for home in site.homes() {
        fs::remove_file(home.join("lock")).unwrap();
    }
    wait_until(|| !home.exists() || !site.files().iter().any(|file| file.starts_with(&home))).await;
    record(&process.log, 10..20);
    other.stop().await;
    wait_until(|| site.store.total() == 20).await;
    all_is_counted(&site, process, 20).await;
}

#[tokio::test(start_paused = true)]
async fn what_is_cut_off_a_file_is_dropped_and_counted_and_the_writer_gets_another() {
    let site = Site::of_one_writer();
    site.store.set_away(true);
    let process = site.start();
    record(&process.log, 0..10);
    let file = site.files().remove(0);
    let half = fs::metadata(&file).unwrap().len() / 2;
    let writer = fs::File::options().write(true).open(&file).unwrap();
    writer.set_len(half).unwrap();
    wait_until(|| site.files().len() > 1).await;
    record(&process.log, 10..20);
    site.store.set_away(false);
    let log = process.log.clone();
    process.stop().await;
    let counted = site.store.total() as u64;
    assert!((14..=15).contains(&counted), "{counted}");
    let known = counted + log.status().dropped;
    assert!((19..=21).contains(&known), "{known}");
}
