//! What it costs to record a click, and to read and add it up: `cargo bench -p korotko-clicklog`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

mod drain;
#[path = "../../tests/fake_store/mod.rs"]
mod fake_store;

use std::fs::{File, OpenOptions};
use std::hint::black_box;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chrono::DateTime;
use korotko_clicklog::{ClickLog, ClickLogOptions};
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash,
};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickRecorder, Random, RandomError};
use tempfile::TempDir;

const CLICKS: u64 = 1_000_000;

fn main() {
    println!("| Threads | ns a record | p50 | p99 | p99.9 | longest |\n|---|---|---|---|---|---|");
    for threads in [1, 2, 4] {
        let mut runs: Vec<Run> = (0..3).map(|_| record(threads)).collect();
        runs.sort_by_key(|run| run.each);
        println!("| {threads} | {} |", runs[1]);
    }
    for (what, links) in [("20 hot links", 20), ("10,000 links by Zipf", 10_000)] {
        let mut runs =
            [0; 3].map(|_| drain::drain(links, &folder(), Arc::new(Counting::default())));
        runs.sort();
        println!(
            "\nReading and adding up a click of {what}: {} ns",
            runs[1].as_nanos()
        );
    }
    println!(
        "\nA bare `write` of 70 bytes: {} ns",
        bare_write().as_nanos()
    );
}

/// What it took each thread.
struct Run {
    each: Duration,
    times: Vec<Duration>,
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let at = |share: f64| {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "an index"
            )]
            let index = (self.times.len() as f64 * share) as usize;
            self.times[index.min(self.times.len() - 1)].as_nanos()
        };
        let each = self.each.as_nanos();
        let (p50, p99, p999) = (at(0.5), at(0.99), at(0.999));
        write!(f, "{each} | {p50} | {p99} | {p999} | {}", at(1.0))
    }
}

fn record(threads: u64) -> Run {
    let folder = folder();
    let options = ClickLogOptions::in_folder(folder.path());
    let log = ClickLog::open(options, Arc::new(Counting::default())).unwrap();
    let began = Instant::now();
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let click = click();
                for _ in 0..CLICKS {
                    log.record(black_box(&click).clone());
                }
            });
        }
    });
    let each = began.elapsed() / u32::try_from(CLICKS).unwrap();
    assert_eq!(log.status().dropped, 0);
    let times = single_times(&log);
    Run { each, times }
}

/// How long single records take, the clock's own time included.
fn single_times(log: &ClickLog) -> Vec<Duration> {
    let click = click();
    let mut times: Vec<Duration> = (0..200_000)
        .map(|_| {
            let began = Instant::now();
            log.record(black_box(&click).clone());
            began.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}

fn bare_write() -> Duration {
    let folder = folder();
    let path = folder.path().join("file");
    let mut options = OpenOptions::new();
    let mut file: File = options.append(true).create(true).open(path).unwrap();
    let began = Instant::now();
    for _ in 0..CLICKS {
        file.write_all(black_box(&[1; 70])).unwrap();
    }
    began.elapsed() / u32::try_from(CLICKS).unwrap()
}

/// On the disk of the project, since `/tmp` may be in memory.
fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

fn click() -> Click {
    Click {
        at: DateTime::from_timestamp(1_767_225_600, 0).unwrap(),
        link: LinkId(1_234_567),
        kind: ClickKind::Human,
        referrer: Referrer::from_host("news.example.com"),
        agent: Arc::new(Agent {
            class: AgentClass::Person,
            browser: "Firefox".to_owned(),
            os: "Android".to_owned(),
            device: Device::Mobile,
        }),
        language: LanguageTag::from_code("ru"),
        visitor: Some(VisitorHash(0x0123_4567_89ab_cdef)),
    }
}

/// Enough for names that do not come again within one run.
#[derive(Debug, Default)]
struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, buffer: &mut [u8]) -> Result<(), RandomError> {
        for chunk in buffer.chunks_mut(8) {
            let number = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&number.to_be_bytes()[..chunk.len()]);
        }
        Ok(())
    }
}
