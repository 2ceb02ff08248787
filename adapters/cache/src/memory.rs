use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use korotko_core::link::Route;
use quick_cache::Equivalent;
use quick_cache::sync::Cache;

use crate::cached_route::{ByTarget, CachedRoute};
use crate::flight::Flight;
use crate::key::{Key, KeyRef};

/// The number of locks for the keys, taken only by requests to the store and by invalidations.
const STRIPES: usize = 256;

/// The cached routes, and the counters that reject outdated answers.
pub(crate) struct Memory {
    routes: Cache<Key, Arc<CachedRoute>, ByTarget>,
    /// When the store was asked for slugs that have no route: apart from the routes, so that unknown slugs evict none.
    missing: Cache<Key, Duration>,
    requests: AtomicU64,
    stripes: Box<[Mutex<Stripe>]>,
    hasher: RandomState,
}

/// A part of the keys. Its lock is held while one of them is inserted or removed.
#[derive(Default)]
struct Stripe {
    /// The number of invalidations.
    changes: u64,
    /// The look-ups in progress that others may join.
    flights: Vec<(Key, Arc<Flight>)>,
}

/// Taken before the store is asked, to detect invalidations in the meantime.
pub(crate) struct Ticket {
    requested_at: Duration,
    number: u64,
    changes: u64,
}

impl Memory {
    pub(crate) fn new(capacity: usize, missing: usize) -> Self {
        Self {
            routes: Cache::with_weighter(capacity, capacity as u64, ByTarget),
            missing: Cache::new(missing),
            requests: AtomicU64::new(0),
            stripes: (0..STRIPES).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.routes.len()
    }

    /// The number of slugs that are known to have no route.
    pub(crate) fn missing_count(&self) -> usize {
        self.missing.len()
    }

    pub(crate) fn find(&self, key: KeyRef<'_>) -> Option<Arc<CachedRoute>> {
        self.routes.get(&key)
    }

    /// When the store was asked for this slug, if it had no route.
    pub(crate) fn missing_at(&self, key: KeyRef<'_>) -> Option<Duration> {
        self.missing.get(&key)
    }

    /// The look-up of this slug that is in progress, or a new one.
    pub(crate) fn join(&self, key: KeyRef<'_>) -> Arc<Flight> {
        let flights = &mut self.stripe(key).flights;
        let known = flights.iter().find(|(of, _)| key.equivalent(of));
        if let Some((_, flight)) = known {
            return flight.clone();
        }
        let flight = Arc::<Flight>::default();
        flights.push((key.to_key(), flight.clone()));
        flight
    }

    /// Lets nobody join this look-up any more.
    pub(crate) fn leave(&self, key: KeyRef<'_>, flight: &Arc<Flight>) {
        let flights = &mut self.stripe(key).flights;
        flights.retain(|(_, known)| !Arc::ptr_eq(known, flight));
    }

    /// Returns a ticket, to be taken before the store is asked for `key`.
    pub(crate) fn ticket(&self, key: KeyRef<'_>, now: Duration) -> Ticket {
        Ticket {
            requested_at: now,
            number: self.requests.fetch_add(1, Ordering::Relaxed),
            changes: self.stripe(key).changes,
        }
    }

    /// Stores the answer of the store. Returns `false` if there was an invalidation since the ticket was taken: the answer may be
    /// outdated, and must not be used.
    pub(crate) fn store(&self, key: KeyRef<'_>, found: Option<&Route>, ticket: &Ticket) -> bool {
        let stripe = self.stripe(key);
        if stripe.changes != ticket.changes {
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
        match found {
            Some(_) => drop(self.missing.remove(&key)),
            None => self.missing.insert(key.to_key(), ticket.requested_at),
        }
        true
    }

    pub(crate) fn forget(&self, key: KeyRef<'_>) {
        let mut stripe = self.stripe(key);
        stripe.changes += 1;
        stripe.flights.retain(|(of, _)| !key.equivalent(of));
        self.routes.remove(&key);
        self.missing.remove(&key);
    }

    pub(crate) fn forget_all(&self) {
        for stripe in &self.stripes {
            let mut stripe = lock(stripe);
            stripe.changes += 1;
            stripe.flights.clear();
        }
        // Earlier requests are rejected by their tickets; routes inserted in the meantime are current.
        self.routes.clear();
        self.missing.clear();
    }

    fn stripe(&self, key: KeyRef<'_>) -> MutexGuard<'_, Stripe> {
        let stripe = self.hasher.hash_one(key) % STRIPES as u64;
        #[allow(clippy::cast_possible_truncation, reason = "less than STRIPES")]
        lock(&self.stripes[stripe as usize])
    }
}

fn lock(stripe: &Mutex<Stripe>) -> MutexGuard<'_, Stripe> {
    stripe.lock().unwrap_or_else(PoisonError::into_inner)
}
