use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use korotko_core::click::Click;
use korotko_core::ports::{Change, NewsListener, StoreError};
use tokio::sync::OwnedMutexGuard;

use crate::state::State;

/// What all handles of one store share.
pub(crate) struct Shared {
    committed: RwLock<Arc<State>>,
    /// Recorded clicks that are not counted yet.
    pending: Mutex<Vec<Click>>,
    /// Called after a unit that announced changes.
    listeners: Mutex<Vec<Weak<dyn NewsListener>>>,
    /// Locked by the unit that may write.
    writer: Arc<tokio::sync::Mutex<()>>,
    available: AtomicBool,
}

// No code that could panic runs under these locks, so a poisoned lock guards valid data.
impl Shared {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            committed: RwLock::default(),
            pending: Mutex::default(),
            listeners: Mutex::default(),
            writer: Arc::default(),
            available: AtomicBool::new(true),
        })
    }

    pub(crate) fn set_available(&self, available: bool) {
        self.available.store(available, Ordering::SeqCst);
        self.count_pending_if_idle();
    }

    fn is_available(&self) -> bool {
        self.available.load(Ordering::SeqCst)
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        let unavailable = || StoreError::unavailable("the store was set unavailable");
        self.is_available().then_some(()).ok_or_else(unavailable)
    }

    /// The last committed state.
    pub(crate) fn snapshot(&self) -> Arc<State> {
        let committed = self.committed.read();
        Arc::clone(&committed.unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn replace(&self, state: State) {
        let committed = self.committed.write();
        *committed.unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }

    /// Counts a click: at once, or when the current unit ends.
    pub(crate) fn record(&self, click: Click) {
        self.pending().push(click);
        self.count_pending_if_idle();
    }

    /// Tells this listener of changes as long as somebody holds it.
    pub(crate) fn add_listener(&self, listener: &Arc<dyn NewsListener>) {
        self.listeners().push(Arc::downgrade(listener));
    }

    /// Tells all listeners of committed changes.
    pub(crate) fn tell(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        let mut listeners = Vec::new();
        self.listeners().retain(|listener| {
            let held = listener.upgrade();
            let kept = held.is_some();
            listeners.extend(held);
            kept
        });
        for listener in listeners {
            for change in changes {
                listener.changed(change);
            }
        }
    }

    fn listeners(&self) -> MutexGuard<'_, Vec<Weak<dyn NewsListener>>> {
        let listeners = self.listeners.lock();
        listeners.unwrap_or_else(PoisonError::into_inner)
    }

    fn pending(&self) -> MutexGuard<'_, Vec<Click>> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts pending clicks, unless a unit holds the write lock, which counts them before it releases the lock. A click may be
    /// recorded between that and the release: so they are checked again after it.
    fn count_pending_if_idle(&self) {
        while self.is_available() && !self.pending().is_empty() {
            let Ok(guard) = self.writer.try_lock() else {
                return;
            };
            self.count_pending();
            drop(guard);
        }
    }

    /// Counts pending clicks under the write lock of the caller. During an outage they wait.
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

/// The write lock of a unit: no other unit has it until it is dropped.
pub(crate) struct WriteGuard {
    shared: Arc<Shared>,
    lock: Option<OwnedMutexGuard<()>>,
}

impl WriteGuard {
    pub(crate) async fn acquire(shared: &Arc<Shared>) -> Self {
        // Created before waiting: a caller that disconnects may have kept a recorded click from being counted.
        let mut guard = Self {
            shared: Arc::clone(shared),
            lock: None,
        };
        guard.lock = Some(Arc::clone(&shared.writer).lock_owned().await);
        shared.count_pending();
        guard
    }
}

impl Drop for WriteGuard {
    fn drop(&mut self) {
        if let Some(lock) = self.lock.take() {
            self.shared.count_pending();
            drop(lock);
        }
        self.shared.count_pending_if_idle();
    }
}
