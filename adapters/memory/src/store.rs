use async_trait::async_trait;
use korotko_core::ports::{
    ClickLogRepository, ClickRepository, ClickStatistics, CollectionRepository, ImportRepository,
    JobRepository, LinkBatchRepository, LinkRepository, MembershipRepository, ReportRepository,
    SaltRepository, ScheduleRepository, Snapshot, Store, StoreError, TombstoneRepository,
    UnitOfWork, UserRepository,
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

    fn users(&self) -> &dyn UserRepository {
        &self.rows
    }

    fn links(&self) -> &dyn LinkRepository {
        &self.rows
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &self.rows
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &self.rows
    }

    fn jobs(&self) -> &dyn JobRepository {
        &self.rows
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        &self.rows
    }

    fn click_logs(&self) -> &dyn ClickLogRepository {
        &self.rows
    }

    fn reports(&self) -> &dyn ReportRepository {
        &self.rows
    }

    fn schedules(&self) -> &dyn ScheduleRepository {
        &self.rows
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
    fn users(&self) -> &dyn UserRepository {
        &self.rows
    }

    fn links(&self) -> &dyn LinkRepository {
        &self.rows
    }

    fn link_batches(&self) -> &dyn LinkBatchRepository {
        &self.rows
    }

    fn imports(&self) -> &dyn ImportRepository {
        &self.rows
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &self.rows
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &self.rows
    }

    fn tombstones(&self) -> &dyn TombstoneRepository {
        &self.rows
    }

    fn jobs(&self) -> &dyn JobRepository {
        &self.rows
    }

    fn clicks(&self) -> &dyn ClickRepository {
        &self.rows
    }

    fn click_logs(&self) -> &dyn ClickLogRepository {
        &self.rows
    }

    fn salts(&self) -> &dyn SaltRepository {
        &self.rows
    }

    fn reports(&self) -> &dyn ReportRepository {
        &self.rows
    }

    fn schedules(&self) -> &dyn ScheduleRepository {
        &self.rows
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self { rows, turn } = *self;
        let answer = rows.commit();
        drop(turn);
        answer
    }
}
