//! What a large report costs, from the database to the workbook: 100,000 links with 1,000,000 clicks of a year
//! (`KOROTKO_BENCH_LINKS` and `KOROTKO_BENCH_CLICKS` for other numbers). Made in a process of its own, as small as a server that
//! was just started.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

#[path = "../clicks/cpu.rs"]
mod cpu;
mod fill;
mod make;
#[path = "../measure/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "each benchmark takes what it needs"
)]
mod measure;

use std::env;
use std::process::Command;

use measure::{Place, number_from_environment, places};

/// Says where the database is, to the process that makes the report.
const URL: &str = "KOROTKO_BENCH_REPORT_OF";

#[tokio::main]
async fn main() {
    #[allow(clippy::disallowed_methods, reason = "no setting of the program")]
    if let Ok(url) = env::var(URL) {
        return make::measure(&url).await;
    }
    let links = number_from_environment("KOROTKO_BENCH_LINKS", 100_000);
    let clicks = number_from_environment("KOROTKO_BENCH_CLICKS", 1_000_000);
    println!("\n## A report of {links} links and {clicks} clicks\n");
    println!(
        "| Database | read in s | written in s | CPU in s | MB | memory before and at the most, MB |\n|---|---|---|---|---|---|"
    );
    places(async |place| {
        fill::year(&place, links, clicks).await;
        make_elsewhere(&place);
    })
    .await;
}

fn make_elsewhere(place: &Place) {
    let made = Command::new(env::current_exe().unwrap())
        .env(URL, place.url())
        .status();
    assert!(made.unwrap().success());
}
