//! Korotko's store on SeaORM: SQLite (embedded) and PostgreSQL on one code path.
//!
//! ```
//! use korotko_core::ports::Store;
//! use korotko_seaorm::{SeaOptions, SeaStore};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let store = SeaStore::connect_file(folder.path().join("korotko.db"), &SeaOptions::default()).await?;
//! store.migrate_up().await?;
//! store.check().await?;
//! # Ok(())
//! # }
//! ```
//!
//! One generic type implements all repositories: over a pool for the reads of [`SeaStore`], over a transaction as the unit of
//! work. Requires tokio.
#![deny(missing_docs)]

mod backup;
mod blob_rows;
mod client_programs;
mod connect;
mod connect_error;
mod connections;
mod database_url;
mod entities;
mod error;
mod health;
mod look_ups;
mod meter;
mod migrate;
mod news;
mod news_feed;
mod number;
mod options;
mod pool;
mod pool_status;
mod postgres;
mod probe;
mod rate_limiter;
mod reads;
mod repositories;
mod rows;
mod server;
mod server_time;
mod session;
mod snapshot;
mod store;
mod time;
mod timeouts;
mod transactions;
mod unit_of_work;
mod value_table;

pub use backup::{DumpError, is_file_in_use, verify_file};
pub use client_programs::ProgramError;
pub use connect_error::ConnectError;
pub use database_url::DatabaseUrl;
pub use meter::CallStatus;
pub use migrate::{MigrateError, MigrationStatus};
pub use news_feed::SeaNews;
pub use options::SeaOptions;
pub use pool_status::PoolStatus;
pub use rate_limiter::SeaRateLimiter;
pub use store::SeaStore;
