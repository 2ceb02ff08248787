//! The catalogues, and how the sources of the workspace use them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "test code"
)]

mod catalogues;
mod languages;
#[cfg(feature = "pseudo")]
mod longer_texts;
mod sources;
mod usage;
