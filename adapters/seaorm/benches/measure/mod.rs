//! Databases, users, links and timing for the benchmarks.

mod database;
mod links;
mod memory;
mod timing;

pub use database::{Database, insert_user, number_from_environment, on_each_database};
pub use links::{Numbers, link_of, moment, new_links};
pub use memory::Memory;
pub use timing::Times;
