use std::fmt;
use std::sync::{Arc, Mutex};

use korotko_core::ports::StoreError;

use crate::shared::{Shared, Turn};
use crate::state::State;

/// The changes of a unit of work that nobody else sees yet.
struct Draft {
    state: State,
    /// An error came up: as on a database, nothing more can be done in this unit.
    spent: bool,
}

/// Which rows are seen.
enum View {
    /// Whatever is committed at each call.
    Committed,
    /// What was committed at one moment.
    Snapshot(Arc<State>),
    /// A unit's own.
    Draft(Box<Mutex<Draft>>),
}

/// Access to the rows, on which every repository stands: to the committed ones by reading alone, or to a unit's own.
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

    /// The rows that are committed now, to read, whatever is committed later.
    pub(crate) fn snapshot(shared: &Arc<Shared>) -> Result<Self, StoreError> {
        shared.check()?;
        Ok(Self {
            shared: Arc::clone(shared),
            view: View::Snapshot(shared.snapshot()),
        })
    }

    /// The rows of a new unit of work, and what keeps every other unit from beginning until it is dropped.
    pub(crate) async fn begin(shared: &Arc<Shared>) -> Result<(Self, Turn), StoreError> {
        shared.check()?;
        let turn = Turn::take(shared).await;
        shared.check()?;
        let draft = Draft {
            state: State::clone(&shared.snapshot()),
            spent: false,
        };
        let rows = Self {
            shared: Arc::clone(shared),
            view: View::Draft(Box::new(Mutex::new(draft))),
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
        match &self.view {
            View::Committed => {
                self.shared.check()?;
                look(&self.shared.snapshot())
            }
            View::Snapshot(state) => {
                self.shared.check()?;
                look(state)
            }
            View::Draft(draft) => self.within(draft, |state| look(state)),
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
        match &self.view {
            View::Committed | View::Snapshot(_) => {
                self.shared.check()?;
                Err(StoreError::broken("a write outside of a unit of work"))
            }
            View::Draft(draft) => self.within(draft, change),
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
        let View::Draft(draft) = self.view else {
            return Err(spent());
        };
        match draft.into_inner() {
            Ok(draft) if !draft.spent => {
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
