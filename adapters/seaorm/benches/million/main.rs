//! Lists and exports of a store with a million links (`KOROTKO_BENCH_LINKS` for another number).
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a program for developers"
)]

mod export;
mod library;
mod lists;
#[path = "../measure/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "each benchmark takes what it needs"
)]
mod measure;

use library::Library;
use measure::{number_from_environment, on_each_database};

#[tokio::main]
async fn main() {
    let links = number_from_environment("KOROTKO_BENCH_LINKS", 1_000_000);
    on_each_database(async |database| {
        println!("\n## {}, {links} links\n", database.name);
        let library = Library::fill(&database, links).await;
        lists::measure(&database, &library).await;
        export::measure(&database, &library, links).await;
    })
    .await;
}
