use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use korotko_core::link::Route;
use korotko_core::ports::Timestamp;
use quick_cache::sync::Cache;

use crate::key::{Key, KeyRef};
use crate::known::{ByTarget, Known};

/// Over how many locks the codes are spread; only who asks the store or forgets takes one.
const STRIPES: usize = 256;

/// The routes that are remembered, and what keeps old answers from coming back.
pub(crate) struct Memory {
    routes: Cache<Key, Arc<Known>, ByTarget>,
    questions: AtomicU64,
    /// How often something was forgotten, for each stripe of codes. Its lock is held while a route is put in or taken out.
    changes: Box<[Mutex<u64>]>,
    hasher: RandomState,
}

/// Drawn before the store is asked; tells afterwards what happened meanwhile.
pub(crate) struct Ticket {
    asked_at: Timestamp,
    number: u64,
    changes: u64,
}

impl Memory {
    pub(crate) fn new(capacity: usize) -> Self {
        Self {
            routes: Cache::with_weighter(capacity, capacity as u64, ByTarget),
            questions: AtomicU64::new(0),
            changes: (0..STRIPES).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.routes.len()
    }

    pub(crate) fn find(&self, key: KeyRef<'_>) -> Option<Arc<Known>> {
        self.routes.get(&key)
    }

    /// To be drawn before the store is asked for `key`.
    pub(crate) fn ticket(&self, key: KeyRef<'_>, now: Timestamp) -> Ticket {
        Ticket {
            asked_at: now,
            number: self.questions.fetch_add(1, Ordering::Relaxed),
            changes: *self.changes_of(key),
        }
    }

    /// Takes in what the store answered. False when something was forgotten since the ticket was drawn: the answer may be
    /// from before that, and must not be used.
    pub(crate) fn learn(&self, key: KeyRef<'_>, found: Option<&Route>, ticket: &Ticket) -> bool {
        let changes = self.changes_of(key);
        if *changes != ticket.changes {
            return false;
        }
        // Of two who asked at the same time, the one who asked first may be answered last.
        let known = self.routes.peek(&key);
        if known.is_some_and(|known| known.number > ticket.number) {
            return true;
        }
        match found.filter(|route| route.deleted_at.is_none()) {
            Some(route) => {
                let known = Known::new(route.clone(), ticket.asked_at, ticket.number);
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
        // Whoever asked before that puts nothing in any more; what others put in meanwhile is as good as what is asked next.
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
