use async_trait::async_trait;

use super::{
    ClickLogRepository, ClickRepository, ClickStatistics, CollectionRepository, ImportRepository,
    JobRepository, LinkBatchRepository, LinkRepository, MembershipRepository, ReportRepository,
    SaltRepository, ScheduleRepository, Snapshot, StoreError, TombstoneRepository, UserRepository,
};

/// Where everything that lasts is kept.
///
/// The repositories that a store lends by itself read what is committed, each call on its own. Every change is made in a
/// [`UnitOfWork`]: a write through a repository of the store itself MUST be refused with [`StoreError::Broken`].
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work that may write. It holds one connection until it is committed or dropped, so do nothing slow in
    /// it and read nothing beside it. Every unit begins on its own: nothing that happened to an earlier one, such as a full disk
    /// in the middle of it, is felt in it.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// What is committed now, to be read over several calls. MUST be ready for reads beside units that write.
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Whether the store can serve now: reachable, its schema is the one that this program knows, and its data are sound as far
    /// as was seen.
    async fn check(&self) -> Result<(), StoreError>;

    /// Committed users, to read.
    fn users(&self) -> &dyn UserRepository;

    /// Committed links, to read.
    fn links(&self) -> &dyn LinkRepository;

    /// Committed sets, to read.
    fn collections(&self) -> &dyn CollectionRepository;

    /// Which committed links are in which sets, to read.
    fn memberships(&self) -> &dyn MembershipRepository;

    /// Committed jobs, to read.
    fn jobs(&self) -> &dyn JobRepository;

    /// The numbers of committed clicks.
    fn statistics(&self) -> &dyn ClickStatistics;

    /// How far click logs were counted, to read.
    fn click_logs(&self) -> &dyn ClickLogRepository;

    /// Committed reports, to read.
    fn reports(&self) -> &dyn ReportRepository;

    /// Committed schedules, to read.
    fn schedules(&self) -> &dyn ScheduleRepository;
}

/// Several changes that happen together or not at all.
///
/// Dropping a unit without [`commit`](UnitOfWork::commit) MUST undo all of it, and nobody else MUST see any of it before the
/// commit. After an error the unit is spent: drop it, and begin a new one to try again. Committing a spent unit MUST be refused
/// with [`StoreError::Broken`], and undo it.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait UnitOfWork: Send + Sync {
    /// The users, inside this unit.
    fn users(&self) -> &dyn UserRepository;

    /// The links, inside this unit.
    fn links(&self) -> &dyn LinkRepository;

    /// The links by the hundred, inside this unit.
    fn link_batches(&self) -> &dyn LinkBatchRepository;

    /// Imports that are all or nothing, inside this unit.
    fn imports(&self) -> &dyn ImportRepository;

    /// The sets, inside this unit.
    fn collections(&self) -> &dyn CollectionRepository;

    /// Which links are in which sets, inside this unit.
    fn memberships(&self) -> &dyn MembershipRepository;

    /// The tombstones of deleted links, inside this unit.
    fn tombstones(&self) -> &dyn TombstoneRepository;

    /// The jobs, inside this unit.
    fn jobs(&self) -> &dyn JobRepository;

    /// Counting, inside this unit.
    fn clicks(&self) -> &dyn ClickRepository;

    /// How far click logs were counted, inside this unit.
    fn click_logs(&self) -> &dyn ClickLogRepository;

    /// The salts of visitors, inside this unit.
    fn salts(&self) -> &dyn SaltRepository;

    /// The reports, inside this unit.
    fn reports(&self) -> &dyn ReportRepository;

    /// The schedules of reports, inside this unit.
    fn schedules(&self) -> &dyn ScheduleRepository;

    /// Makes all of it last, also through a power cut. Once it answers `Ok`, everybody MUST see all of it, other processes
    /// included.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
