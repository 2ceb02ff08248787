use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use korotko_core::click::Click;
use korotko_core::ports::StoreError;
use tokio::sync::OwnedMutexGuard;

use crate::state::State;

/// What all handles of one store have in common.
pub(crate) struct Shared {
    committed: RwLock<Arc<State>>,
    /// Clicks that are recorded and not counted yet.
    pending: Mutex<Vec<Click>>,
    /// Held by whoever may change what is committed.
    writer: Arc<tokio::sync::Mutex<()>>,
    available: AtomicBool,
}

// No code that could panic runs under these locks, so a poisoned one is whole.
impl Shared {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            committed: RwLock::default(),
            pending: Mutex::default(),
            writer: Arc::default(),
            available: AtomicBool::new(true),
        })
    }

    pub(crate) fn set_available(&self, available: bool) {
        self.available.store(available, Ordering::SeqCst);
        self.settle();
    }

    fn is_available(&self) -> bool {
        self.available.load(Ordering::SeqCst)
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let unavailable = || StoreError::unavailable("the store was made unavailable");
        self.is_available().then_some(()).ok_or_else(unavailable)
    }

    /// What was committed last.
    pub(crate) fn snapshot(&self) -> Arc<State> {
        let committed = self.committed.read();
        Arc::clone(&committed.unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn replace(&self, state: State) {
        let committed = self.committed.write();
        *committed.unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// Counts a click: at once, or when the unit that has the turn ends.
    pub(crate) fn record(&self, click: Click) {
        self.pending().push(click);
        self.settle();
    }

    fn pending(&self) -> MutexGuard<'_, Vec<Click>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what is pending, unless somebody else has the turn, who does it before giving it up. A click may be recorded
    /// between that and the end of the turn: so whoever gave it up looks once more.
    fn settle(&self) {
        while self.is_available() && !self.pending().is_empty() {
            let Ok(turn) = self.writer.try_lock() else {
                return;
            };
            self.count_pending();
            drop(turn);
        }
    }

    /// Counts what is pending, in the turn of the caller. During an outage it waits.
    fn count_pending(&self) {
        if !self.is_available() {
            return;
        }
        let clicks = std::mem::take(&mut *self.pending());
        if clicks.is_empty() {
            return;
        }
        let mut state = State::clone(&self.snapshot());
        state.count_clicks(&clicks);
        self.replace(state);
    }
}

/// The turn of a unit that may change what is committed: nobody else has one until it is dropped.
pub(crate) struct Turn {
    shared: Arc<Shared>,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turn {
    pub(crate) async fn take(shared: &Arc<Shared>) -> Self {
        // Made before waiting: whoever goes away meanwhile may have kept a recorded click from being counted.
        let mut turn = Self {
            shared: Arc::clone(shared),
            held: None,
        };
        turn.held = Some(Arc::clone(&shared.writer).lock_owned().await);
        shared.count_pending();
        turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(held) = self.held.take() {
            self.shared.count_pending();
            drop(held);
        }
        self.shared.settle();
    }
}
