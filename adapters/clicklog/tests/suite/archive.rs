//! The archive of counted clicks.

use std::fs;
use std::path::Path;

use korotko_clicklog::ClickArchive;
use korotko_core::click::Click;
use korotko_core::mock::sample;

use crate::clicks::click;
use crate::environment::{Environment, record};

fn kept(folder: &Path) -> Vec<Click> {
    let files = ClickArchive::open(folder).unwrap();
    let mut clicks: Vec<Click> = files.flat_map(Result::unwrap).collect();
    clicks.sort_by_key(|click| click.link);
    clicks
}

#[tokio::test(start_paused = true)]
async fn counted_clicks_are_archived_unchanged() {
    let environment = Environment {
        archive_days: 7,
        ..Environment::default()
    };
    assert_eq!(kept(&environment.archive_folder()), []);
    for lives in [0..60, 60..100] {
        record(&environment.open(), lives);
        environment.count_remaining().await;
    }
    let recorded: Vec<_> = (0..100).map(click).collect();
    assert_eq!(kept(&environment.archive_folder()), recorded);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_archived_by_default() {
    let environment = Environment::default();
    record(&environment.open(), 0..10);
    environment.count_remaining().await;
    assert!(!environment.archive_folder().exists());
}

#[tokio::test(start_paused = true)]
async fn old_files_of_the_archive_are_removed() {
    let environment = Environment {
        archive_days: 7,
        ..Environment::default()
    };
    let folder = environment.archive_folder();
    fs::create_dir(&folder).unwrap();
    let name = |days| {
        let day = sample::now() - chrono::TimeDelta::days(days);
        folder.join(format!("{}-0.clicks.gz", day.format("%Y-%m-%d")))
    };
    for days in [6, 7, 8, 100] {
        fs::write(name(days), "").unwrap();
    }
    fs::write(folder.join("notes.txt"), "").unwrap();
    environment.count_remaining().await;
    let is_there = [6, 7, 8, 100].map(|days| name(days).exists());
    assert_eq!(is_there, [true, true, false, false]);
    assert!(folder.join("notes.txt").exists());
}
