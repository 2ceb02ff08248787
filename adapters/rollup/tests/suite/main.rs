//! The roll-ups in a map as their store, against sums that are worked out click by click.
#![allow(clippy::unwrap_used, reason = "test code")]

mod damage;
mod given;
mod shape;
mod store;
mod sums;
