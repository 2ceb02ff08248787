use async_trait::async_trait;
use korotko_core::ports::{
    Repositories, Snapshot, Store, StoreError, UnitOfWork, UnitRepositories,
};

use crate::rows::Rows;
use crate::shared::{Shared, Turn};
use crate::snapshot::MemorySnapshot;

/// Users, links, sets, clicks, reports and jobs in memory, gone when the last handle is. A clone is another handle of the same store.
///
/// Units of work are serialised: beginning one waits until the one before was committed or dropped, and costs the same
/// whatever the store holds. Readers never wait for a unit, and see what was committed last. Once a call within a unit answered
/// an error, every further call, the commit included, is refused with [`StoreError::Broken`], so that code which goes on in a
/// spent unit is caught before it meets a database that does the same.
#[derive(Debug)]
pub struct MemoryStore {
    pub(crate) rows: Rows,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self {
            rows: Rows::committed(Shared::new()),
        }
    }

    /// Plays an outage on all handles of this store: while it is not available, every call answers
    /// [`StoreError::Unavailable`], also within a unit that is open, which is spent by it. Clicks that are recorded meanwhile are
    /// counted when it is available again.
    pub fn set_available(&self, available: bool) {
        self.rows.shared().set_available(available);
    }
}

impl Default for MemoryStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Clone for MemoryStore {
    fn clone(&self) -> Self {
        Self {
            rows: Rows::committed(self.rows.shared().clone()),
        }
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let (rows, turn) = Rows::begin(self.rows.shared()).await?;
        Ok(Box::new(MemoryUnit { rows, turn }))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let rows = Rows::snapshot(self.rows.shared())?;
        Ok(Box::new(MemorySnapshot(rows)))
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.rows.shared().check()
    }

    fn repositories(&self) -> Repositories<'_> {
        Repositories::over(&self.rows)
    }
}

/// The one unit of work that may write at this moment.
struct MemoryUnit {
    rows: Rows,
    /// Lets the next unit begin when it is dropped.
    turn: Turn,
}

#[async_trait]
impl UnitOfWork for MemoryUnit {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::over(&self.rows)
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        UnitRepositories::over(&self.rows)
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self { rows, turn } = *self;
        let answer = rows.commit();
        drop(turn);
        answer
    }
}
