use std::fmt;
use std::sync::{Arc, Mutex};

use korotko_core::ports::{Change, StoreError};

use crate::shared::{Shared, WriteGuard};
use crate::state::State;

/// The uncommitted changes of a unit of work.
struct Draft {
    state: State,
    /// The changes to announce when it is committed.
    announced: Vec<Change>,
    /// Whether an error has occurred: as on a database, the transaction is aborted.
    aborted: bool,
}

/// The rows that are seen.
enum View {
    /// What is committed at each call.
    Committed,
    /// What was committed at one moment.
    Snapshot(Arc<State>),
    /// Those of a unit.
    Draft(Box<Mutex<Draft>>),
}

/// Access to the rows, on which every repository is built: read-only to the committed ones, or read-write to those of a unit.
pub(crate) struct Rows {
    shared: Arc<Shared>,
    view: View,
}

impl Rows {
    /// The committed rows, to read.
    pub(crate) fn committed(shared: Arc<Shared>) -> Self {
        Self {
            shared,
            view: View::Committed,
        }
    }

    /// The rows that are committed now, to read, independent of later commits.
    pub(crate) fn snapshot(shared: &Arc<Shared>) -> Result<Self, StoreError> {
        shared.check()?;
        Ok(Self {
            shared: Arc::clone(shared),
            view: View::Snapshot(shared.snapshot()),
        })
    }

    /// The rows of a new unit of work, and the guard that keeps every other unit from beginning until it is dropped.
    pub(crate) async fn begin(shared: &Arc<Shared>) -> Result<(Self, WriteGuard), StoreError> {
        shared.check()?;
        let guard = WriteGuard::acquire(shared).await;
        shared.check()?;
        let draft = Draft {
            state: State::clone(&shared.snapshot()),
            announced: Vec::new(),
            aborted: false,
        };
        let rows = Self {
            shared: Arc::clone(shared),
            view: View::Draft(Box::new(Mutex::new(draft))),
        };
        Ok((rows, guard))
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Reads with `look`.
    pub(crate) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T, StoreError> {
        self.try_read(|state| Ok(look(state)))
    }

    /// Reads with `look`, which may fail.
    pub(crate) fn try_read<T>(
        &self,
        look: impl FnOnce(&State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.view {
            View::Committed => {
                self.shared.check()?;
                look(&self.shared.snapshot())
            }
            View::Snapshot(state) => {
                self.shared.check()?;
                look(state)
            }
            View::Draft(draft) => self.within(draft, |draft| look(&draft.state)),
        }
    }

    /// Reads rows with `look`, to be changed in this unit.
    pub(crate) fn read_for_update<T>(
        &self,
        look: impl FnOnce(&State) -> T,
    ) -> Result<T, StoreError> {
        // Only one unit can write at a time, so no row needs a lock.
        self.write(|state| Ok(look(state)))
    }

    /// Makes a change, which is possible only in a unit.
    pub(crate) fn write<T>(
        &self,
        change: impl FnOnce(&mut State) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.view {
            View::Committed | View::Snapshot(_) => {
                self.shared.check()?;
                Err(outside())
            }
            View::Draft(draft) => self.within(draft, |draft| change(&mut draft.state)),
        }
    }

    /// Announces changes when the unit is committed.
    pub(crate) fn announce(&self, changes: &[Change]) -> Result<(), StoreError> {
        match &self.view {
            View::Committed | View::Snapshot(_) => Err(outside()),
            View::Draft(draft) => self.within(draft, |draft| {
                draft.announced.extend_from_slice(changes);
                Ok(())
            }),
        }
    }

    /// Runs `work` on a unit's rows; an error aborts the transaction.
    fn within<T>(
        &self,
        draft: &Mutex<Draft>,
        work: impl FnOnce(&mut Draft) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut draft = draft.lock().map_err(|_| aborted())?;
        if draft.aborted {
            return Err(aborted());
        }
        let answer = self.shared.check().and_then(|()| work(&mut draft));
        draft.aborted = answer.is_err();
        answer
    }

    /// Commits a unit's rows.
    pub(crate) fn commit(self) -> Result<(), StoreError> {
        self.shared.check()?;
        let View::Draft(draft) = self.view else {
            return Err(aborted());
        };
        match draft.into_inner() {
            Ok(draft) if !draft.aborted => {
                self.shared.replace(draft.state);
                self.shared.tell(&draft.announced);
                Ok(())
            }
            _ => Err(aborted()),
        }
    }
}

fn outside() -> StoreError {
    StoreError::internal("a write outside of a unit of work")
}

fn aborted() -> StoreError {
    StoreError::internal("the transaction is aborted since its first error")
}

impl fmt::Debug for Rows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rows").finish_non_exhaustive()
    }
}
