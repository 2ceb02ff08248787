//! Clicks one by one, after they were counted.

use std::fs;
use std::path::Path;

use korotko_clicklog::ClickArchive;
use korotko_core::click::Click;
use korotko_core::mock::sample;

use crate::clicks::click;
use crate::site::{Site, record};

fn kept(folder: &Path) -> Vec<Click> {
    let files = ClickArchive::open(folder).unwrap();
    let mut clicks: Vec<Click> = files.flat_map(Result::unwrap).collect();
    clicks.sort_by_key(|click| click.link);
    clicks
}

#[tokio::test(start_paused = true)]
async fn counted_clicks_are_kept_as_they_were() {
    let site = Site {
        archive_days: 7,
        ..Site::default()
    };
    assert_eq!(kept(&site.archive_folder()), []);
    for lives in [0..60, 60..100] {
        record(&site.open(), lives);
        site.clear_up().await;
    }
    let recorded: Vec<_> = (0..100).map(click).collect();
    assert_eq!(kept(&site.archive_folder()), recorded);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_kept_unless_somebody_wants_it() {
    let site = Site::default();
    record(&site.open(), 0..10);
    site.clear_up().await;
    assert!(!site.archive_folder().exists());
}

#[tokio::test(start_paused = true)]
async fn what_was_kept_for_long_enough_goes() {
    let site = Site {
        archive_days: 7,
        ..Site::default()
    };
    let folder = site.archive_folder();
    fs::create_dir(&folder).unwrap();
    let name = |days| {
        let day = sample::now() - chrono::TimeDelta::days(days);
        folder.join(format!("{}-0.clicks.gz", day.format("%Y-%m-%d")))
    };
    for days in [6, 7, 8, 100] {
        fs::write(name(days), "").unwrap();
    }
    fs::write(folder.join("notes.txt"), "").unwrap();
    site.clear_up().await;
    let is_there = [6, 7, 8, 100].map(|days| name(days).exists());
    assert_eq!(is_there, [true, true, false, false]);
    assert!(folder.join("notes.txt").exists());
}
