//! Caches in front of the store: [`CachedRoutes`] is a [`RouteFinder`](korotko_core::ports::RouteFinder) that wraps another one,
//! and [`CachedUsers`] a [`UserFinder`](korotko_core::ports::UserFinder). Of routes:
//!
//! - Found routes are returned from memory for a short time. Then one caller refreshes a route while the others still get the
//!   cached one, so that an edit on another node is visible within a second ([`CacheOptions::max_age`]).
//! - While it hears what other processes change, as a [`NewsListener`](korotko_core::ports::NewsListener), that time
//!   counts from when it has heard everything, so that a route is read again only after a minute ([`CacheOptions::keep_for`]).
//! - Only then a slug without a route is remembered, for a second, apart from the routes. A link that this node creates works at
//!   once.
//! - Changes on this node invalidate cached routes at once, and look-ups in progress as well.
//! - Concurrent look-ups of one slug share one request to the store.
//! - While the store is unavailable or broken, cached routes of any age are returned quickly, and one caller at a time probes
//!   whether the store is available again.
//!
//! Users are cached in the same way, but for outages, in which no token is accepted that is not known to be valid.
//!
//! The caches need no runtime and no thread.
#![deny(missing_docs)]

mod cached_route;
mod flight;
mod joined;
mod key;
mod memory;
mod news;
mod options;
mod outage;
mod routes;
mod status;
mod users;

pub use options::CacheOptions;
pub use routes::CachedRoutes;
pub use status::CacheStatus;
pub use users::CachedUsers;
