//! A cache of routes in front of the store: [`CachedRoutes`] is a [`RouteFinder`](korotko_core::ports::RouteFinder) that wraps
//! another one.
//!
//! - Found routes are returned from memory for a short time. Then one caller refreshes a route while the others still get the
//!   cached one, so that an edit on another node is visible within a second ([`CacheOptions::max_age`]).
//! - Missing routes are never cached: a new link works at once, on all nodes.
//! - Changes on this node invalidate cached routes at once, and look-ups in progress as well.
//! - While the store is unavailable or broken, cached routes of any age are returned quickly, and one caller at a time probes
//!   whether the store is available again.
//!
//! The cache needs no runtime and no thread.
#![deny(missing_docs)]

mod cached_route;
mod key;
mod memory;
mod options;
mod outage;
mod routes;

pub use options::CacheOptions;
pub use routes::CachedRoutes;
