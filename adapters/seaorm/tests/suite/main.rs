//! The store on both databases: SQLite in a temporary file, PostgreSQL on the server of the tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod backups;
mod broken_connections;
mod click_rows;
mod contract;
mod damage;
mod deleted_users;
mod fixtures;
mod jobs;
mod lists;
mod locks;
mod look_ups;
mod migrations;
mod namespace;
mod plans;
mod pools;
mod recovery;
mod reports;
mod schema;
mod searches;
mod units;
