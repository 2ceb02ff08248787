//! Writes workbooks to look at into a folder: `cargo run -p korotko-xlsx --example sample -- <folder>`.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a program for developers"
)]

mod documents;

use std::path::PathBuf;

use documents::{Sample, document};
use korotko_core::ports::ReportWriter;
use korotko_core::user::Language;
use korotko_xlsx::XlsxWriter;

#[tokio::main]
async fn main() {
    let folder: PathBuf = std::env::args_os()
        .nth(1)
        .unwrap_or_else(|| ".".into())
        .into();
    std::fs::create_dir_all(&folder).unwrap();
    for (name, language, links, days) in [
        ("english", Language::En, 240, 31),
        ("russian", Language::Ru, 240, 31),
        ("year", Language::En, 3_000, 365),
        ("one-link", Language::En, 1, 7),
        ("one-day", Language::Ru, 3, 1),
        ("no-clicks", Language::Ru, 5, 0),
        ("empty", Language::En, 0, 0),
    ] {
        let sample = Sample {
            language,
            links,
            days,
            referrers: if links > 1 { 60 } else { 3 },
        };
        write(&folder, name, &sample, usize::MAX).await;
    }
    let large = Sample {
        language: Language::En,
        links: 2_000,
        days: 30,
        referrers: 2_000,
    };
    write(&folder, "cut", &large, 120_000).await;
}

async fn write(folder: &std::path::Path, name: &str, sample: &Sample, max_bytes: usize) {
    let workbook = XlsxWriter::new()
        .write(document(sample), max_bytes)
        .await
        .unwrap();
    let path = folder.join(format!("{name}.xlsx"));
    std::fs::write(&path, &workbook.bytes).unwrap();
    println!(
        "{}: {} bytes, {} links omitted",
        path.display(),
        workbook.bytes.len(),
        workbook.omitted_links
    );
}
