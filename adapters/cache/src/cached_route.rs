use std::sync::Arc;
use std::time::Duration;

use futures_util::lock::Mutex;
use korotko_core::link::{Route, TargetUrl};
use quick_cache::Weighter;

use crate::key::Key;

/// The bytes of a target and a fallback that count as one route.
const TARGET_UNIT: usize = 256;

/// A route from the store.
#[derive(Debug)]
pub(crate) struct CachedRoute {
    pub(crate) route: Route,
    /// When the store was asked: the answer was valid then or later.
    pub(crate) requested_at: Duration,
    /// The number of the request.
    pub(crate) number: u64,
    /// Locked by the caller that refreshes the route.
    pub(crate) refresh_lock: Mutex<()>,
}

impl CachedRoute {
    pub(crate) fn new(route: Route, requested_at: Duration, number: u64) -> Self {
        Self {
            route,
            requested_at,
            number,
            refresh_lock: Mutex::new(()),
        }
    }
}

/// Weighs long targets as several routes, so that the number of routes limits their bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByTarget;

impl Weighter<Key, Arc<CachedRoute>> for ByTarget {
    fn weight(&self, _: &Key, known: &Arc<CachedRoute>) -> u64 {
        let Route {
            target, fallback, ..
        } = &known.route;
        let fallback = fallback.as_ref().map_or("", TargetUrl::as_str);
        let units = (target.as_str().len() + fallback.len()) / TARGET_UNIT;
        1 + units as u64
    }
}
