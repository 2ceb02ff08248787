//! Korotko's ports in memory: a store and a mailer without a database or a mail server, for tests, demonstrations and
//! embedding where nothing has to last.
//!
//! Both do what the adapters of real systems do, and pass the same contract (`korotko_core::contract`).
//!
//! ```
//! use korotko_core::link::{Namespace, RedirectStatus, Slug, Tags, TargetUrl};
//! use korotko_core::ports::{InsertLink, RouteFinder, Store, Timestamp};
//! use korotko_memory::MemoryStore;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let store = MemoryStore::new();
//! let slug = Slug::parse("promo")?;
//! let unit = store.begin().await?;
//! let link = InsertLink {
//!     namespace: Namespace::Global,
//!     slug: slug.clone(),
//!     target: TargetUrl::from_stored("https://example.com/".to_owned()),
//!     owner: None,
//!     title: None,
//!     tags: Tags::default(),
//!     redirect_status: RedirectStatus::default(),
//!     expires_at: None,
//!     created_at: Timestamp::UNIX_EPOCH,
//! };
//! unit.links().insert(&link).await?;
//! unit.commit().await?;
//! assert!(store.find_route(Namespace::Global, &slug).await?.is_some());
//! # Ok(())
//! # }
//! ```
#![deny(missing_docs)]

mod collections;
mod jobs;
mod link_batches;
mod link_list;
mod links;
mod mailer;
mod memberships;
mod rows;
mod state;
mod store;
mod tombstones;
mod users;

pub use mailer::MemoryMailer;
pub use store::MemoryStore;
