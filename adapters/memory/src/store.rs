use async_trait::async_trait;
use korotko_core::ports::{
    Repositories, Snapshot, Store, StoreError, UnitOfWork, UnitRepositories,
};

use crate::rows::Rows;
use crate::shared::{Shared, WriteGuard};
use crate::snapshot::MemorySnapshot;

/// Users, invitations, changes of addresses, API keys, links, collections, clicks, reports, jobs and the audit log in memory, dropped with the last handle.
/// A clone is another handle of the same store.
///
/// Units of work are serialised: beginning one waits until the previous one is committed or dropped, and its cost does not
/// depend on the store's size. Readers never wait for a unit, and see the last committed state. After an error within a unit,
/// every further call, the commit included, is refused with [`StoreError::Internal`], so that code which continues in an
/// aborted transaction is detected before it runs on a database that does the same.
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

    /// Simulates an outage on all handles of this store: while it is unavailable, every call returns
    /// [`StoreError::Unavailable`], also within an open unit, whose transaction is aborted. Clicks recorded during the outage
    /// are counted after it.
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
        let (rows, guard) = Rows::begin(self.rows.shared()).await?;
        Ok(Box::new(MemoryUnit { rows, guard }))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        let rows = Rows::snapshot(self.rows.shared())?;
        Ok(Box::new(MemorySnapshot(rows)))
    }

    fn has_single_writer(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), StoreError> {
        self.rows.shared().check()
    }

    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.rows)
    }
}

/// The one unit of work that may write now.
struct MemoryUnit {
    rows: Rows,
    /// Lets the next unit begin when it is dropped.
    guard: WriteGuard,
}

#[async_trait]
impl UnitOfWork for MemoryUnit {
    fn repositories(&self) -> Repositories<'_> {
        Repositories::new(&self.rows)
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        UnitRepositories::new(&self.rows)
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self { rows, guard } = *self;
        let answer = rows.commit();
        drop(guard);
        answer
    }
}
