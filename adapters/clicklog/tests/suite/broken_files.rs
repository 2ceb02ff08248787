//! What a dead process or a bad disk left is read as far as it can be.

use std::fs;
use std::path::PathBuf;

use korotko_clicklog::format::VERSION;

use crate::site::{Site, record, wait_until};

/// A site on which a process died that recorded so many clicks, and the only file that holds any.
fn site_after(clicks: i64) -> (Site, PathBuf) {
    let site = Site {
        writers: 1,
        ..Site::default()
    };
    record(&site.open(), 0..clicks);
    let file = site.files().remove(0);
    (site, file)
}

/// Where each of the records ends; the first entry is where they begin.
fn record_ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends = vec![32];
    while let Some(length) = bytes[ends[ends.len() - 1]..].first_chunk::<2>() {
        let payload = usize::from(u16::from_le_bytes(*length));
        ends.push(ends[ends.len() - 1] + 6 + payload);
    }
    ends
}

fn numbers(site: &Site) -> Vec<i64> {
    let counts = site.store.counts();
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    counts.into_keys().collect()
}

#[tokio::test(start_paused = true)]
async fn a_record_torn_at_any_byte_is_passed_over_and_those_before_it_count() {
    let (_site, file) = site_after(3);
    let ends = record_ends(&fs::read(file).unwrap());
    for length in ends[2]..=ends[3] {
        let (site, path) = site_after(3);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..length]).unwrap();
        site.clear_up().await;
        let expected = if length == ends[3] {
            vec![0, 1, 2]
        } else {
            vec![0, 1]
        };
        assert_eq!(numbers(&site), expected, "torn at {length}");
        assert!(site.homes().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn behind_a_changed_byte_nothing_is_counted_and_before_it_everything() {
    let (_site, file) = site_after(3);
    let ends = record_ends(&fs::read(file).unwrap());
    for place in (ends[1]..ends[2]).step_by(3) {
        let (site, path) = site_after(3);
        let mut bytes = fs::read(&path).unwrap();
        bytes[place] ^= 0x10;
        fs::write(&path, bytes).unwrap();
        site.clear_up().await;
        assert_eq!(numbers(&site), [0], "changed at {place}");
        assert!(site.homes().is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_ends_before_where_the_store_stands_is_done_with() {
    let site = Site {
        writers: 1,
        ..Site::default()
    };
    let process = site.start();
    record(&process.log, 0..5);
    wait_until(|| site.store.total() == 5).await;
    process.die().await;
    let file = site.files().remove(0);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..record_ends(&bytes)[2]]).unwrap();
    site.clear_up().await;
    assert_eq!(numbers(&site), [0, 1, 2, 3, 4]);
    assert!(site.homes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn zeroes_that_a_power_cut_left_are_given_up() {
    let (site, file) = site_after(2);
    let mut bytes = fs::read(&file).unwrap();
    bytes.resize(bytes.len() + 4096, 0);
    fs::write(&file, bytes).unwrap();
    site.clear_up().await;
    assert_eq!(numbers(&site), [0, 1]);
    assert!(site.homes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_file_of_another_version_is_left_as_it_is_and_the_others_count() {
    let (site, file) = site_after(2);
    let mut bytes = fs::read(&file).unwrap();
    bytes[8..12].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let other = file.with_file_name("00000000000000000000000000000001.clicks");
    fs::write(&other, &bytes).unwrap();
    site.clear_up().await;
    assert_eq!(numbers(&site), [0, 1]);
    assert_eq!(site.files(), std::slice::from_ref(&other));
    assert_eq!(fs::read(other).unwrap(), bytes);
}

#[tokio::test(start_paused = true)]
async fn a_file_without_a_whole_header_is_removed() {
    let (site, file) = site_after(2);
    let other = file.with_file_name("00000000000000000000000000000001.clicks");
    fs::write(other, &fs::read(&file).unwrap()[..31]).unwrap();
    site.clear_up().await;
    assert_eq!(numbers(&site), [0, 1]);
    assert!(site.homes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn when_somebody_removes_a_file_that_is_written_another_takes_its_place() {
    let site = Site {
        writers: 1,
        ..Site::default()
    };
    let process = site.start();
    let file = site.files().remove(0);
    fs::remove_file(&file).unwrap();
    record(&process.log, 0..3);
    wait_until(|| process.log.status().waiting_bytes == 0).await;
    wait_until(|| !site.files().is_empty()).await;
    record(&process.log, 3..6);
    process.stop().await;
    assert_eq!(numbers(&site), [3, 4, 5]);
}
