//! Korotko's ports in memory: a store, a mailer and a report writer without a database, a mail server or a spreadsheet, for
//! tests, demonstrations, and embedding without persistence; and a rate limiter, for one node.
//!
//! They behave like the adapters of real systems, and pass the same contract (`korotko_contract`). The store counts recorded
//! clicks at once.
//!
//! ```
//! use korotko_core::link::{Namespace, Slug, TargetUrl};
//! use korotko_core::ports::{InsertLink, RouteFinder, Store, Timestamp};
//! use korotko_memory::MemoryStore;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = MemoryStore::new();
//! let slug = Slug::parse("promo")?;
//! let unit = store.begin().await?;
//! let target = TargetUrl::from_stored("https://example.com/".to_owned());
//! let link = InsertLink::new(Namespace::Global, slug.clone(), target, Timestamp::UNIX_EPOCH);
//! unit.links().insert(&link).await?;
//! unit.commit().await?;
//! assert!(store.find_route(Namespace::Global, &slug).await?.is_some());
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

mod mailer;
mod rate_limiter;
mod report_writer;
mod repositories;
mod rows;
mod shared;
mod snapshot;
mod state;
mod store;
mod tables;

use std::sync::Arc;

use korotko_core::KorotkoBuilder;

pub use mailer::MemoryMailer;
pub use rate_limiter::MemoryRateLimiter;
pub use report_writer::MemoryReportWriter;
pub use store::MemoryStore;

/// Sets a store, its click recorder, a report writer, a mailer and a rate limiter in memory. What the embedder sets afterwards replaces them.
#[must_use]
pub fn in_memory(builder: KorotkoBuilder) -> KorotkoBuilder {
    let store = Arc::new(MemoryStore::new());
    let builder = builder.store(store.clone()).click_recorder(store);
    let report_writer = Arc::new(MemoryReportWriter::new());
    let mailer = Arc::new(MemoryMailer::new());
    let builder = builder.report_writer(report_writer).mailer(mailer);
    builder.rate_limiter(Arc::new(MemoryRateLimiter::new()))
}
