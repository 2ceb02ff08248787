#![allow(clippy::unwrap_used, clippy::panic, reason = "test code")]

mod batch;
mod change;
mod create;
mod create_group;
mod export;
mod fallback;
mod follow;
mod forward;
mod import;
mod import_staging;
mod list;
mod resolve;
mod restore;
mod review;
mod search;
mod values;
