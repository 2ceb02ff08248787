//! The cost of a large report, from the database to the workbook: 100,000 links with 1,000,000 clicks in a year
//! (`KOROTKO_BENCH_LINKS` and `KOROTKO_BENCH_CLICKS` for other numbers; `KOROTKO_BENCH_ON=sqlite` or `=postgresql` for one
//! database; `KOROTKO_BENCH_COMPACTED=0` without compaction). The report is created in a new process, as small as a fresh server.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    missing_docs,
    reason = "a program for developers, with its own variables, that uses only a part of the shared modules"
)]

mod create;
mod fill;
#[path = "../../../adapters/seaorm/benches/measure/links.rs"]
mod links;
#[path = "../../../adapters/seaorm/benches/measure/memory.rs"]
mod memory;

use std::env;
use std::process::Command;

use korotko_testkit::TestDatabase;

/// The variable with the URL of the database, for the process that creates the report.
const URL: &str = "KOROTKO_BENCH_REPORT_OF";

#[tokio::main]
async fn main() {
    if let Ok(url) = env::var(URL) {
        return create::measure(&url).await;
    }
    let number = |name, default: usize| {
        let given = env::var(name).ok();
        given.map_or(default, |number| number.parse().unwrap())
    };
    let links = number("KOROTKO_BENCH_LINKS", 100_000);
    let clicks = number("KOROTKO_BENCH_CLICKS", 1_000_000);
    let is_compacted = number("KOROTKO_BENCH_COMPACTED", 1) == 1;
    let only = env::var("KOROTKO_BENCH_ON").unwrap_or_default();
    println!("\n## A report of {links} links and {clicks} clicks\n");
    println!(
        "| Database | read in s | written in s | CPU in s | MB | memory before and maximum, MB |"
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
    let created = Command::new(env::current_exe().unwrap())
        .env(URL, url)
        .status();
    assert!(created.unwrap().success());
}
