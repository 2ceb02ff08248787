//! What a large report costs, from the database to the workbook: 100,000 links with 1,000,000 clicks of a year
//! (`KOROTKO_BENCH_LINKS` and `KOROTKO_BENCH_CLICKS` for other numbers; `KOROTKO_BENCH_ON=sqlite` or `=postgresql` for one
//! database; `KOROTKO_BENCH_COMPACTED=0` for a year that no sweep compacted). Made in a process of its own, as small as a server that was just started.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    missing_docs,
    reason = "a program for developers, with variables of its own; what it shares with others it need not use all of"
)]

mod fill;
#[path = "../../../adapters/seaorm/benches/measure/links.rs"]
mod links;
mod make;
#[path = "../../../adapters/seaorm/benches/measure/memory.rs"]
mod memory;

use std::env;
use std::process::Command;

use korotko_testkit::TestDatabase;

/// Says where the database is, to the process that makes the report.
const URL: &str = "KOROTKO_BENCH_REPORT_OF";

#[tokio::main]
async fn main() {
    if let Ok(url) = env::var(URL) {
        return make::measure(&url).await;
    }
    let number = |name, default: usize| {
        let set = env::var(name).ok();
        set.map_or(default, |number| number.parse().unwrap())
    };
    let links = number("KOROTKO_BENCH_LINKS", 100_000);
    let clicks = number("KOROTKO_BENCH_CLICKS", 1_000_000);
    let is_compacted = number("KOROTKO_BENCH_COMPACTED", 1) == 1;
    let only = env::var("KOROTKO_BENCH_ON").unwrap_or_default();
    println!("\n## A report of {links} links and {clicks} clicks\n");
    println!(
        "| Database | read in s | written in s | CPU in s | MB | memory before and at the most, MB |"
    );
    println!("|---|---|---|---|---|---|");
    if only != "postgresql" {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}/korotko.db?mode=rwc", folder.path().display());
        measure(&url, links, clicks, is_compacted).await;
    }
    if only != "sqlite" {
        let database = TestDatabase::create();
        measure(&database.url(), links, clicks, is_compacted).await;
    }
}

async fn measure(url: &str, links: usize, clicks: usize, is_compacted: bool) {
    fill::year(url, links, clicks, is_compacted).await;
    let made = Command::new(env::current_exe().unwrap())
        .env(URL, url)
        .status();
    assert!(made.unwrap().success());
}
