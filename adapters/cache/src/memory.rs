use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use korotko_core::link::Route;
use korotko_core::ports::Timestamp;
use quick_cache::sync::Cache;

use crate::cached_route::{ByTarget, CachedRoute};
use crate::key::{Key, KeyRef};

/// The number of locks for the keys, taken only by requests to the store and by invalidations.
const STRIPES: usize = 256;

/// The cached routes, and the counters that reject outdated answers.
pub(crate) struct Memory {
    routes: Cache<Key, Arc<CachedRoute>, ByTarget>,
    requests: AtomicU64,
    /// The number of invalidations for each stripe of keys. Its lock is held while a route is inserted or removed.
    changes: Box<[Mutex<u64>]>,
    hasher: RandomState,
}

/// Taken before the store is asked, to detect invalidations in the meantime.
pub(crate) struct Ticket {
    requested_at: Timestamp,
    number: u64,
    changes: u64,
}

impl Memory {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            routes: Cache::with_weighter(capacity, capacity as u64, ByTarget),
            requests: AtomicU64::new(0),
            changes: (0..STRIPES).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.routes.len()
    }

    pub(crate) fn find(&self, key: KeyRef<'_>) -> Option<Arc<CachedRoute>> {
        self.routes.get(&key)
    }

    /// Returns a ticket, to be taken before the store is asked for `key`.
    pub(crate) fn ticket(&self, key: KeyRef<'_>, now: Timestamp) -> Ticket {
        Ticket {
            requested_at: now,
            number: self.requests.fetch_add(1, Ordering::Relaxed),
            changes: *self.changes_of(key),
        }
    }

    /// Stores the answer of the store. Returns `false` if there was an invalidation since the ticket was taken: the answer may be
    /// outdated, and must not be used.
    pub(crate) fn store(&self, key: KeyRef<'_>, found: Option<&Route>, ticket: &Ticket) -> bool {
        let changes = self.changes_of(key);
        if *changes != ticket.changes {
            return false;
        }
        // Of two concurrent requests, the first may be answered last.
        let known = self.routes.peek(&key);
        if known.is_some_and(|known| known.number > ticket.number) {
            return true;
        }
        match found.filter(|route| route.deleted_at.is_none()) {
            Some(route) => {
                let known = CachedRoute::new(route.clone(), ticket.requested_at, ticket.number);
                self.routes.insert(key.to_key(), Arc::new(known));
            }
            None => drop(self.routes.remove(&key)),
        }
        true
    }

    pub(crate) fn forget(&self, key: KeyRef<'_>) {
        let mut changes = self.changes_of(key);
        *changes += 1;
        self.routes.remove(&key);
    }

    pub(crate) fn forget_all(&self) {
        for stripe in &self.changes {
            *lock(stripe) += 1;
        }
        // Earlier requests are rejected by their tickets; routes inserted in the meantime are current.
        self.routes.clear();
    }

    fn changes_of(&self, key: KeyRef<'_>) -> MutexGuard<'_, u64> {
        let stripe = self.hasher.hash_one(key) % STRIPES as u64;
        #[allow(clippy::cast_possible_truncation, reason = "less than STRIPES")]
        lock(&self.changes[stripe as usize])
    }
}

fn lock(stripe: &Mutex<u64>) -> MutexGuard<'_, u64> {
    stripe.lock().unwrap_or_else(PoisonError::into_inner)
}
