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
//! One generic type carries all repositories: over a pool it is what [`SeaStore`] reads with, over a transaction it is the unit
//! of work. It runs on tokio.
#![deny(missing_docs)]

mod blob_rows;
mod bounded;
mod connect;
mod connect_error;
mod connections;
mod database_url;
mod entities;
mod error;
mod greeting;
mod health;
mod migrate;
mod number;
mod options;
mod pool;
mod postgres;
mod repositories;
mod rows;
mod session;
mod snapshot;
mod store;
mod time;
mod unit_of_work;
mod value_table;

pub use connect_error::ConnectError;
pub use database_url::DatabaseUrl;
pub use migrate::{MigrateError, MigrationStatus};
pub use options::SeaOptions;
pub use store::SeaStore;
