//! What a dead process or a bad disk left is read as far as it can be.

use std::fs;
use std::path::PathBuf;

use korotko_clicklog::format::VERSION;

use crate::site::{Site, record, wait_until};

/// A site on which a process died that recorded so many clicks, and the only file that holds any.
fn site_after(clicks: i64) -> (Site, PathBuf) {
    let site = Site::of_one_writer();
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

/// What stands in the file of a process that recorded so many clicks.
fn bytes_of(clicks: i64) -> Vec<u8> {
    fs::read(site_after(clicks).1).unwrap()
}

fn numbers(site: &Site) -> Vec<i64> {
    let counts = site.store.counts();
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    counts.into_keys().collect()
}

/// Clears up, and says how many clicks are dropped by the store.
async fn dropped_after_clearing_up(site: &Site) -> u64 {
    let process = site.start();
    let log = process.log.clone();
    process.stop().await;
    let dropped = site.store.committed(|committed| committed.dropped);
    assert_eq!(log.status().dropped, dropped);
    assert_eq!(log.status().waiting_bytes, 0);
    assert!(site.homes().is_empty());
    dropped
}

#[tokio::test(start_paused = true)]
async fn a_record_that_is_cut_at_any_byte_is_lost_alone_and_counted_as_dropped() {
    let (_site, file) = site_after(3);
    let ends = record_ends(&fs::read(file).unwrap());
    for length in ends[2]..=ends[3] {
        let (site, path) = site_after(3);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..length]).unwrap();
        let dropped = dropped_after_clearing_up(&site).await;
        let left = 2 + i64::from(length == ends[3]);
        let expected: Vec<_> = (0..left).collect();
        assert_eq!(numbers(&site), expected, "cut at {length}");
        let partial = length > ends[2] && length < ends[3];
        assert_eq!(dropped, u64::from(partial), "cut at {length}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_record_that_its_process_died_over_was_never_answered_and_is_not_dropped() {
    let (site, path) = site_after(100);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..4096]).unwrap();
    let ends = record_ends(&whole);
    let complete = ends.iter().filter(|end| **end <= 4096).count() - 1;
    assert!(!ends.contains(&4096));
    assert_eq!(dropped_after_clearing_up(&site).await, 0);
    assert_eq!(numbers(&site).len(), complete);
}

#[tokio::test(start_paused = true)]
async fn a_damaged_record_costs_itself_alone_wherever_it_is_damaged() {
    let (_site, file) = site_after(3);
    let ends = record_ends(&fs::read(file).unwrap());
    for broken in 0..3_usize {
        for place in ends[broken]..ends[broken + 1] {
            let (site, path) = site_after(3);
            let mut bytes = fs::read(&path).unwrap();
            bytes[place] ^= 0x10;
            fs::write(&path, bytes).unwrap();
            let dropped = dropped_after_clearing_up(&site).await;
            let mut expected = vec![0, 1, 2];
            expected.remove(broken);
            assert_eq!(numbers(&site), expected, "changed at {place}");
            assert_eq!(dropped, 1, "changed at {place}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn whatever_is_damaged_every_click_is_counted_or_dropped() {
    for (from, length) in [
        (40, 5),
        (600, 5),
        (2_000, 64),
        (3_000, 512),
        (32, 700),
        (5_000, 4_096),
    ] {
        let (site, path) = site_after(200);
        let mut bytes = fs::read(&path).unwrap();
        bytes[from..from + length].fill(0xa5);
        fs::write(&path, &bytes).unwrap();
        let dropped = dropped_after_clearing_up(&site).await;
        let counted = numbers(&site).len() as u64;
        assert_eq!(counted + dropped, 200, "{length} bytes at {from}");
        let ends = record_ends(&bytes_of(200));
        let touched = ends
            .windows(2)
            .filter(|record| record[0] < from + length && from < record[1]);
        assert_eq!(dropped, touched.count() as u64, "{length} bytes at {from}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_damaged_while_a_process_lives_is_noted_once_also_by_the_one_after_it() {
    let site = Site::of_one_writer();
    let process = site.start_counted(10).await;
    site.store.set_away(true);
    record(&process.log, 10..30);
    let file = site.files().remove(0);
    let mut bytes = fs::read(&file).unwrap();
    let ends = record_ends(&bytes);
    // The first that is not counted yet, two together later, and the last.
    for place in [ends[10] + 7, ends[15] + 7, ends[16] + 7, ends[29] + 7] {
        bytes[place] ^= 0x10;
    }
    fs::write(&file, &bytes).unwrap();
    site.store.set_away(false);
    wait_until(|| site.store.total() == 26).await;
    assert_eq!(process.log.status().dropped, 4);
    process.die().await;
    site.clear_up().await;
    let dropped = site.store.committed(|committed| committed.dropped);
    assert_eq!((numbers(&site).len(), dropped), (26, 4));
}

#[tokio::test(start_paused = true)]
async fn a_file_whose_header_is_damaged_is_known_by_its_name_and_counted_once() {
    for place in (0..32).step_by(3) {
        let site = Site::of_one_writer();
        let process = site.start_counted(10).await;
        site.store.set_away(true);
        record(&process.log, 10..30);
        process.die().await;
        site.store.set_away(false);
        let file = site.files().remove(0);
        let mut bytes = fs::read(&file).unwrap();
        bytes[place] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        assert_eq!(dropped_after_clearing_up(&site).await, 0);
        assert_eq!(numbers(&site).len(), 30, "changed at {place}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_that_ends_before_where_the_store_stands_is_done_with() {
    let site = Site::of_one_writer();
    let process = site.start_counted(5).await;
    process.die().await;
    let file = site.files().remove(0);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..record_ends(&bytes)[2]]).unwrap();
    site.clear_up().await;
    assert_eq!(numbers(&site), [0, 1, 2, 3, 4]);
    assert!(site.homes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn zeroes_that_a_power_cut_left_are_dropped_as_so_many_clicks_as_had_room_there() {
    let (site, file) = site_after(2);
    let mut bytes = fs::read(&file).unwrap();
    bytes.resize(bytes.len() + 4096, 0);
    fs::write(&file, bytes).unwrap();
    assert_eq!(dropped_after_clearing_up(&site).await, 4096 / 64);
    assert_eq!(numbers(&site), [0, 1]);
}

#[tokio::test(start_paused = true)]
async fn damage_that_is_longer_than_what_is_read_at_once_is_passed_over() {
    let (site, file) = site_after(20);
    let mut bytes = fs::read(&file).unwrap();
    let middle = record_ends(&bytes)[10];
    let garbage = vec![0xa5; 5 << 20];
    bytes.splice(middle..middle, garbage);
    fs::write(&file, bytes).unwrap();
    let dropped = dropped_after_clearing_up(&site).await;
    assert!(dropped > 10_000, "{dropped}");
    assert_eq!(numbers(&site).len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_file_of_another_version_is_left_as_it_is_and_the_others_count() {
    let (site, file) = site_after(2);
    let mut bytes = fs::read(&file).unwrap();
    bytes[8..12].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let checksum = crc32fast::hash(&bytes[..28]).to_le_bytes();
    bytes[28..32].copy_from_slice(&checksum);
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
