use std::sync::Arc;
use std::time::Duration;

use futures_util::lock::Mutex;
use korotko_core::link::Route;
use korotko_core::ports::Timestamp;
use quick_cache::Weighter;

use crate::key::Key;

/// How many bytes of a target count as one route.
const TARGET_UNIT: usize = 256;

/// A route as the store gave it.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) route: Route,
    /// When the store was asked for it: what it answered was true at that moment or later.
    pub(crate) asked_at: Timestamp,
    /// Grows with every question; unlike the clock it never goes back.
    pub(crate) number: u64,
    /// Held by the one who asks for it again.
    pub(crate) turn: Mutex<()>,
}

impl Known {
    pub(crate) fn new(route: Route, asked_at: Timestamp, number: u64) -> Self {
        Self {
            route,
            asked_at,
            number,
            turn: Mutex::new(()),
        }
    }

    /// How old it is. Without bounds when the clock went back since: then nobody knows.
    pub(crate) fn age(&self, now: Timestamp) -> Duration {
        (now - self.asked_at).to_std().unwrap_or(Duration::MAX)
    }
}

/// Counts a long target for several, so that the number of routes bounds their bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ByTarget;

impl Weighter<Key, Arc<Known>> for ByTarget {
    fn weight(&self, _: &Key, known: &Arc<Known>) -> u64 {
        let units = known.route.target.as_str().len() / TARGET_UNIT;
        1 + units as u64
    }
}
