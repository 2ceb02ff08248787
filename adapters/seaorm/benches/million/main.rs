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
use measure::{number_from_environment, places};

#[tokio::main]
async fn main() {
    let links = number_from_environment("KOROTKO_BENCH_LINKS", 1_000_000);
    places(async |place| {
        println!("\n## {}, {links} links\n", place.name);
        let library = Library::fill(&place, links).await;
        lists::measure(&place, &library).await;
        export::measure(&place, &library, links).await;
    })
    .await;
}
