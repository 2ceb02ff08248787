//! Routes in memory, in front of the store: [`CachedRoutes`] is a
//! [`RouteFinder`](korotko_core::ports::RouteFinder) that asks another one.
//!
//! - What was found is answered from memory for a moment, then asked for again by one caller while the others go on: an edit on
//!   another node is seen within a second ([`CacheOptions::max_age`]).
//! - What is not there is never remembered: a new link works at once, everywhere.
//! - What was changed on this node is forgotten at once, also by a look-up that is under way.
//! - While the store is away or broken, what was known last is answered, quickly, however old it is, and one caller at a time
//!   finds out whether it is back.
//!
//! It needs no runtime, and no thread of its own.
#![deny(missing_docs)]

mod key;
mod known;
mod memory;
mod options;
mod outage;
mod routes;

pub use options::CacheOptions;
pub use routes::CachedRoutes;
