//! Damaged files and files of dead processes are read as far as possible.

use std::fs;
use std::path::PathBuf;

use korotko_clicklog::format::VERSION;

use crate::environment::{Environment, record, wait_until};

/// An environment in which a process died after recording this number of clicks, and its only file with clicks.
fn environment_after(clicks: i64) -> (Environment, PathBuf) {
    let environment = Environment::with_one_writer();
    record(&environment.open(), 0..clicks);
    let file = environment.files().remove(0);
    (environment, file)
}

/// The ends of the records, after the offset of the first one.
fn record_ends(bytes: &[u8]) -> Vec<usize> {
    let mut ends = vec![32];
    while let Some(length) = bytes[ends[ends.len() - 1]..].first_chunk::<2>() {
        let payload = usize::from(u16::from_le_bytes(*length));
        ends.push(ends[ends.len() - 1] + 6 + payload);
    }
    ends
}

/// The bytes of the file of a process that recorded this number of clicks.
fn bytes_of(clicks: i64) -> Vec<u8> {
    fs::read(environment_after(clicks).1).unwrap()
}

fn numbers(environment: &Environment) -> Vec<i64> {
    let counts = environment.store.counts();
    assert!(counts.values().all(|count| *count == 1), "{counts:?}");
    counts.into_keys().collect()
}

/// Counts the remaining clicks, and returns the number of dropped clicks in the store.
async fn count_dropped(environment: &Environment) -> u64 {
    let process = environment.start();
    let log = process.log.clone();
    process.stop().await;
    let dropped = environment.store.committed(|committed| committed.dropped);
    assert_eq!(log.status().dropped, dropped);
    assert_eq!(log.status().waiting_bytes, 0);
    assert!(environment.process_folders().is_empty());
    dropped
}

#[tokio::test(start_paused = true)]
async fn a_record_truncated_at_any_byte_is_counted_as_dropped() {
    let (_site, file) = environment_after(3);
    let ends = record_ends(&fs::read(file).unwrap());
    for length in ends[2]..=ends[3] {
        let (environment, path) = environment_after(3);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..length]).unwrap();
        let dropped = count_dropped(&environment).await;
        let left = 2 + i64::from(length == ends[3]);
        let expected: Vec<_> = (0..left).collect();
        assert_eq!(numbers(&environment), expected, "cut at {length}");
        let partial = length > ends[2] && length < ends[3];
        assert_eq!(dropped, u64::from(partial), "cut at {length}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_torn_record_of_a_dead_process_does_not_count_as_dropped() {
    let (environment, path) = environment_after(100);
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..4096]).unwrap();
    let ends = record_ends(&whole);
    let complete = ends.iter().filter(|end| **end <= 4096).count() - 1;
    assert!(!ends.contains(&4096));
    assert_eq!(count_dropped(&environment).await, 0);
    assert_eq!(numbers(&environment).len(), complete);
}

#[tokio::test(start_paused = true)]
async fn a_damaged_record_loses_only_its_own_click() {
    let (_site, file) = environment_after(3);
    let ends = record_ends(&fs::read(file).unwrap());
    for broken in 0..3_usize {
        for place in ends[broken]..ends[broken + 1] {
            let (environment, path) = environment_after(3);
            let mut bytes = fs::read(&path).unwrap();
            bytes[place] ^= 0x10;
            fs::write(&path, bytes).unwrap();
            let dropped = count_dropped(&environment).await;
            let mut expected = vec![0, 1, 2];
            expected.remove(broken);
            assert_eq!(numbers(&environment), expected, "changed at {place}");
            assert_eq!(dropped, 1, "changed at {place}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn every_click_of_a_damaged_file_is_counted_or_dropped() {
    for (from, length) in [
        (40, 5),
        (600, 5),
        (2_000, 64),
        (3_000, 512),
        (32, 700),
        (5_000, 4_096),
    ] {
        let (environment, path) = environment_after(200);
        let mut bytes = fs::read(&path).unwrap();
        bytes[from..from + length].fill(0xa5);
        fs::write(&path, &bytes).unwrap();
        let dropped = count_dropped(&environment).await;
        let counted = numbers(&environment).len() as u64;
        assert_eq!(counted + dropped, 200, "{length} bytes at {from}");
        let ends = record_ends(&bytes_of(200));
        let touched = ends
            .windows(2)
            .filter(|record| record[0] < from + length && from < record[1]);
        assert_eq!(dropped, touched.count() as u64, "{length} bytes at {from}");
    }
}

#[tokio::test(start_paused = true)]
async fn damage_during_a_process_is_counted_once_across_restarts() {
    let environment = Environment::with_one_writer();
    let process = environment.start_counted(10).await;
    environment.store.set_unavailable(true);
    record(&process.log, 10..30);
    let file = environment.files().remove(0);
    let mut bytes = fs::read(&file).unwrap();
    let ends = record_ends(&bytes);
    // The first record that is not counted yet, two adjacent later ones, and the last.
    for place in [ends[10] + 7, ends[15] + 7, ends[16] + 7, ends[29] + 7] {
        bytes[place] ^= 0x10;
    }
    fs::write(&file, &bytes).unwrap();
    environment.store.set_unavailable(false);
    wait_until(|| environment.store.total() == 26).await;
    assert_eq!(process.log.status().dropped, 4);
    process.die().await;
    environment.count_remaining().await;
    let dropped = environment.store.committed(|committed| committed.dropped);
    assert_eq!((numbers(&environment).len(), dropped), (26, 4));
}

#[tokio::test(start_paused = true)]
async fn a_file_with_a_damaged_header_is_identified_by_its_name_and_counted_once() {
    for place in (0..32).step_by(3) {
        let environment = Environment::with_one_writer();
        let process = environment.start_counted(10).await;
        environment.store.set_unavailable(true);
        record(&process.log, 10..30);
        process.die().await;
        environment.store.set_unavailable(false);
        let file = environment.files().remove(0);
        let mut bytes = fs::read(&file).unwrap();
        bytes[place] ^= 0x10;
        fs::write(&file, &bytes).unwrap();
        assert_eq!(count_dropped(&environment).await, 0);
        assert_eq!(numbers(&environment).len(), 30, "changed at {place}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_file_shorter_than_its_stored_position_is_finished() {
    let environment = Environment::with_one_writer();
    let process = environment.start_counted(5).await;
    process.die().await;
    let file = environment.files().remove(0);
    let bytes = fs::read(&file).unwrap();
    fs::write(&file, &bytes[..record_ends(&bytes)[2]]).unwrap();
    environment.count_remaining().await;
    assert_eq!(numbers(&environment), [0, 1, 2, 3, 4]);
    assert!(environment.process_folders().is_empty());
}

#[tokio::test(start_paused = true)]
async fn zeroes_of_a_power_failure_are_dropped_as_an_estimated_number_of_clicks() {
    let (environment, file) = environment_after(2);
    let mut bytes = fs::read(&file).unwrap();
    bytes.resize(bytes.len() + 4096, 0);
    fs::write(&file, bytes).unwrap();
    assert_eq!(count_dropped(&environment).await, 4096 / 64);
    assert_eq!(numbers(&environment), [0, 1]);
}

#[tokio::test(start_paused = true)]
async fn damage_longer_than_one_read_is_skipped() {
    let (environment, file) = environment_after(20);
    let mut bytes = fs::read(&file).unwrap();
    let middle = record_ends(&bytes)[10];
    let garbage = vec![0xa5; 5 << 20];
    bytes.splice(middle..middle, garbage);
    fs::write(&file, bytes).unwrap();
    let dropped = count_dropped(&environment).await;
    assert!(dropped > 10_000, "{dropped}");
    assert_eq!(numbers(&environment).len(), 20);
}

#[tokio::test(start_paused = true)]
async fn a_file_of_another_version_is_skipped_and_the_others_are_counted() {
    let (environment, file) = environment_after(2);
    let mut bytes = fs::read(&file).unwrap();
    bytes[8..12].copy_from_slice(&(VERSION + 1).to_le_bytes());
    let checksum = crc32fast::hash(&bytes[..28]).to_le_bytes();
    bytes[28..32].copy_from_slice(&checksum);
    let other = file.with_file_name("00000000000000000000000000000001.clicks");
    fs::write(&other, &bytes).unwrap();
    environment.count_remaining().await;
    assert_eq!(numbers(&environment), [0, 1]);
    assert_eq!(environment.files(), std::slice::from_ref(&other));
    assert_eq!(fs::read(other).unwrap(), bytes);
}

#[tokio::test(start_paused = true)]
async fn a_file_with_an_incomplete_header_is_removed() {
    let (environment, file) = environment_after(2);
    let other = file.with_file_name("00000000000000000000000000000001.clicks");
    fs::write(other, &fs::read(&file).unwrap()[..31]).unwrap();
    environment.count_remaining().await;
    assert_eq!(numbers(&environment), [0, 1]);
    assert!(environment.process_folders().is_empty());
}
