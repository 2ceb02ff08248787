use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use korotko_core::ports::StoreError;
use tokio::sync::OwnedMutexGuard;

use crate::state::State;

/// What all handles of one store have in common.
pub(crate) struct Shared {
    committed: RwLock<Arc<State>>,
    /// Held by the one unit that may write.
    writer: Arc<tokio::sync::Mutex<()>>,
    available: AtomicBool,
}

impl Shared {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            committed: RwLock::default(),
            writer: Arc::default(),
            available: AtomicBool::new(true),
        })
    }

    pub(crate) fn set_available(&self, available: bool) {
        self.available.store(available, Ordering::SeqCst);
    }

    pub(crate) fn check(&self) -> Result<(), StoreError> {
        if self.available.load(Ordering::SeqCst) {
            Ok(())
        } else {
            Err(StoreError::unavailable("the store was made unavailable"))
        }
    }

    /// What was committed last.
    fn snapshot(&self) -> Arc<State> {
        // No code that could panic runs under this lock, so a poisoned one is whole.
        let committed = self.committed.read();
        Arc::clone(&committed.unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, state: State) {
        let committed = self.committed.write();
        *committed.unwrap_or_else(PoisonError::into_inner) = Arc::new(state);
    }
}

/// The changes of a unit of work that nobody else sees yet.
struct Draft {
    state: State,
    /// An error came up: as on a database, nothing more can be done in this unit.
    spent: bool,
}

/// Access to the rows, on which every repository stands: to the committed ones by reading alone, or to a unit's own.
pub(crate) struct Rows {
    shared: Arc<Shared>,
    draft: Option<Mutex<Draft>>,
}

impl Rows {
    /// The committed rows, to read.
    pub(crate) fn committed(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            draft: None,
        }
    }

    /// The rows of a new unit of work, and what keeps every other unit from beginning until it is dropped.
    pub(crate) async fn begin(
        shared: &Arc<Shared>,
    ) -> Result<(Self, OwnedMutexGuard<()>), StoreError> {
        shared.check()?;
        let turn = Arc::clone(&shared.writer).lock_owned().await;
        shared.check()?;
        let draft = Draft {
            state: State::clone(&shared.snapshot()),
            spent: false,
        };
        let rows = Self {
            shared: Arc::clone(shared),
            draft: Some(Mutex::new(draft)),
        };
        Ok((rows, turn))
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// What `look` finds.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        self.try_read(|state| Ok(look(state)))
    }

    /// What `look` finds, if it does not refuse to.
    pub(crate) fn try_read<T>(
        &self,
        look: impl FnOnce(&State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.draft {
            None => {
                self.shared.check()?;
                look(&self.shared.snapshot())
            }
            Some(draft) => self.within(draft, |state| look(state)),
        }
    }

    /// What `look` finds, to be changed in this unit.
    pub(crate) fn read_for_update<T>(
        &self,
        look: impl FnOnce(&State) -> T,
    ) -> Result<T, StoreError> {
        // The unit is the only one that may write, so that nothing more is to be locked.
        self.write(|state| Ok(look(state)))
    }

    /// Makes a change, which is only possible in a unit.
    pub(crate) fn write<T>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.draft {
            None => {
                self.shared.check()?;
                Err(StoreError::broken("a write outside of a unit of work"))
            }
            Some(draft) => self.within(draft, change),
        }
    }

    /// Runs `work` on a unit's rows; an error is the end of the unit.
    fn within<T>(
        &self,
        draft: &Mutex<Draft>,
        work: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut draft = draft.lock().map_err(|_| spent())?;
        if draft.spent {
            return Err(spent());
        }
        let answer = self.shared.check().and_then(|()| work(&mut draft.state));
        draft.spent = answer.is_err();
        answer
    }

    /// Makes a unit's rows the committed ones.
    pub(crate) fn commit(self) -> Result<(), StoreError> {
        self.shared.check()?;
        let draft = self.draft.and_then(|draft| draft.into_inner().ok());
        match draft {
            Some(draft) if !draft.spent => {
                self.shared.replace(draft.state);
                Ok(())
            }
            _ => Err(spent()),
        }
    }
}

fn spent() -> StoreError {
    StoreError::broken("the unit of work is spent since its first error")
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
