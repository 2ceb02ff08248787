//! The cost of clicks: a year, counted and compacted day by day, and its statistics (`KOROTKO_BENCH_CLICKS` for another number of clicks), and counting
//! (`KOROTKO_BENCH_PARTS` for another number of parts, `KOROTKO_BENCH_PART` for another number of clicks in each).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

mod clicks;
mod compaction;
mod cpu;
mod fold;
#[path = "../measure/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "each benchmark takes what it needs"
)]
mod measure;
mod statistics;
mod year;

use measure::{number_from_environment, on_each_database};
use year::Year;

#[tokio::main]
async fn main() {
    let clicks = number_from_environment("KOROTKO_BENCH_CLICKS", 10_000_000);
    let parts = number_from_environment("KOROTKO_BENCH_PARTS", 10);
    let part = number_from_environment("KOROTKO_BENCH_PART", 100_000);
    on_each_database(async |database| {
        println!("\n## {}, {clicks} clicks in a year\n", database.name);
        let year = Year::fill(&database, clicks).await;
        statistics::measure(&database, &year).await;
        Year::fill_thin(&database, clicks / 10).await;
        fold::measure(&database, parts, part).await;
    })
    .await;
}
