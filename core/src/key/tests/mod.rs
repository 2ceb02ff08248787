#![allow(clippy::unwrap_used, reason = "test code")]

mod authenticate;
mod create;
mod record_use;
mod values;
