//! What the largest report costs: 100,000 links, 365 days, 5,000 sites; whole, and cut to 4 MB.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

#[path = "../../examples/sample/documents.rs"]
mod documents;

use std::fs;
use std::time::Instant;

use documents::{Sample, document};
use korotko_core::ports::ReportWriter;
use korotko_core::user::Language;
use korotko_xlsx::XlsxWriter;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let sample = Sample {
        language: Language::En,
        links: 100_000,
        days: 365,
        referrers: 5_000,
    };
    println!("| What | seconds | MB | links omitted | peak of memory, MB |\n|---|---|---|---|---|");
    println!(
        "| the document alone | | | | {} |",
        peak_after(|| drop(document(&sample)))
    );
    for (name, max_bytes) in [("whole", usize::MAX), ("at most 4 MB", 4_000_000)] {
        let document = document(&sample);
        let began = Instant::now();
        let workbook = XlsxWriter::new().write(document, max_bytes).await.unwrap();
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "| {name} | {seconds:.1} | {} | {} | {} |",
            megabytes(u64::try_from(workbook.bytes.len()).unwrap()),
            workbook.omitted_links,
            peak()
        );
    }
}

fn peak_after(work: impl FnOnce()) -> String {
    work();
    peak()
}

/// The peak of this process's memory so far.
fn peak() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.unwrap().trim().trim_end_matches(" kB");
    megabytes(kilobytes.parse::<u64>().unwrap() * 1024)
}

fn megabytes(bytes: u64) -> String {
    let tenths = bytes / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
