use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;

use super::{
    MockClickLogRepository, MockClickRepository, MockClickStatistics, MockCollectionRepository,
    MockImportRepository, MockJobRepository, MockLinkBatchRepository, MockLinkRepository,
    MockMembershipRepository, MockReportRepository, MockSaltRepository, MockScheduleRepository,
    MockTombstoneRepository, MockUserRepository,
};
use crate::ports::{
    ClickLogRepository, ClickRepository, ClickStatistics, CollectionRepository, ImportRepository,
    JobRepository, LinkBatchRepository, LinkRepository, MembershipRepository, ReportRepository,
    SaltRepository, ScheduleRepository, Snapshot, Store, StoreError, TombstoneRepository,
    UnitOfWork, UserRepository,
};

/// How many units of work were committed.
#[derive(Debug, Clone, Default)]
pub struct Commits(Arc<AtomicUsize>);

impl Commits {
    /// So many.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// A store, and each of its units of work, on one set of mocked repositories.
#[derive(Clone)]
pub(super) struct SharedStore {
    pub(super) users: Arc<MockUserRepository>,
    pub(super) links: Arc<MockLinkRepository>,
    pub(super) link_batches: Arc<MockLinkBatchRepository>,
    pub(super) imports: Arc<MockImportRepository>,
    pub(super) collections: Arc<MockCollectionRepository>,
    pub(super) memberships: Arc<MockMembershipRepository>,
    pub(super) tombstones: Arc<MockTombstoneRepository>,
    pub(super) jobs: Arc<MockJobRepository>,
    pub(super) clicks: Arc<MockClickRepository>,
    pub(super) click_logs: Arc<MockClickLogRepository>,
    pub(super) statistics: Arc<MockClickStatistics>,
    pub(super) salts: Arc<MockSaltRepository>,
    pub(super) reports: Arc<MockReportRepository>,
    pub(super) schedules: Arc<MockScheduleRepository>,
    pub(super) commits: Commits,
}

#[async_trait]
impl Store for SharedStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        Ok(Box::new(self.clone()))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        Ok(Box::new(self.clone()))
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn users(&self) -> &dyn UserRepository {
        &*self.users
    }

    fn links(&self) -> &dyn LinkRepository {
        &*self.links
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &*self.collections
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &*self.memberships
    }

    fn jobs(&self) -> &dyn JobRepository {
        &*self.jobs
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        &*self.statistics
    }

    fn click_logs(&self) -> &dyn ClickLogRepository {
        &*self.click_logs
    }

    fn reports(&self) -> &dyn ReportRepository {
        &*self.reports
    }

    fn schedules(&self) -> &dyn ScheduleRepository {
        &*self.schedules
    }
}

#[async_trait]
impl UnitOfWork for SharedStore {
    fn users(&self) -> &dyn UserRepository {
        &*self.users
    }

    fn links(&self) -> &dyn LinkRepository {
        &*self.links
    }

    fn link_batches(&self) -> &dyn LinkBatchRepository {
        &*self.link_batches
    }

    fn imports(&self) -> &dyn ImportRepository {
        &*self.imports
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &*self.collections
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &*self.memberships
    }

    fn tombstones(&self) -> &dyn TombstoneRepository {
        &*self.tombstones
    }

    fn jobs(&self) -> &dyn JobRepository {
        &*self.jobs
    }

    fn clicks(&self) -> &dyn ClickRepository {
        &*self.clicks
    }

    fn click_logs(&self) -> &dyn ClickLogRepository {
        &*self.click_logs
    }

    fn salts(&self) -> &dyn SaltRepository {
        &*self.salts
    }

    fn reports(&self) -> &dyn ReportRepository {
        &*self.reports
    }

    fn schedules(&self) -> &dyn ScheduleRepository {
        &*self.schedules
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        self.commits.0.fetch_add(1, Ordering::SeqCst);
        Ok(())
    }
}

impl Snapshot for SharedStore {
    fn users(&self) -> &dyn UserRepository {
        &*self.users
    }

    fn links(&self) -> &dyn LinkRepository {
        &*self.links
    }

    fn collections(&self) -> &dyn CollectionRepository {
        &*self.collections
    }

    fn memberships(&self) -> &dyn MembershipRepository {
        &*self.memberships
    }

    fn statistics(&self) -> &dyn ClickStatistics {
        &*self.statistics
    }
}
