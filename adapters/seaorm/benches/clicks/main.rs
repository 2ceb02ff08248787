//! What clicks cost: the numbers of a year (`KOROTKO_BENCH_CLICKS` for another number of clicks), and counting
//! (`KOROTKO_BENCH_PARTS` for another number of parts).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

mod breakdowns;
mod cpu;
mod fold;
#[path = "../measure/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "each benchmark takes what it needs"
)]
mod measure;
mod pack;
mod statistics;
mod year;

use measure::{number_from_environment, places};
use year::Year;

#[tokio::main]
async fn main() {
    let clicks = number_from_environment("KOROTKO_BENCH_CLICKS", 10_000_000);
    let parts = number_from_environment("KOROTKO_BENCH_PARTS", 30);
    places(async |place| {
        println!("\n## {}, {clicks} clicks in a year\n", place.name);
        let year = Year::fill(&place, clicks).await;
        pack::measure(&place, &year).await;
        statistics::measure(&place, &year).await;
        fold::measure(&place, parts).await;
    })
    .await;
}
