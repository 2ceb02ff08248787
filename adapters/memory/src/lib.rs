//! Korotko's ports in memory: a store, a mailer and a report writer without a database, a mail server or a spreadsheet, for
//! tests, demonstrations, and embedding without persistence.
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
mod report_writer;
mod repositories;
mod rows;
mod shared;
mod snapshot;
mod state;
mod store;
mod tables;

pub use mailer::MemoryMailer;
pub use report_writer::MemoryReportWriter;
pub use store::MemoryStore;
