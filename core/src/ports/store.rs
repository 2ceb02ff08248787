use async_trait::async_trait;

use super::{Repositories, Snapshot, StoreError, UnitRepositories};

/// Where everything that lasts is kept.
///
/// The repositories that a store lends by itself read what is committed, each call on its own. Every change is made in a
/// [`UnitOfWork`]: a write through a repository of the store itself MUST be refused with [`StoreError::Broken`].
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

    /// What is committed, to read.
    fn repositories(&self) -> Repositories<'_>;
}

/// Several changes that happen together or not at all.
///
/// Dropping a unit without [`commit`](UnitOfWork::commit) MUST undo all of it, and nobody else MUST see any of it before the
/// commit. After an error the unit is spent: drop it, and begin a new one to try again. Committing a spent unit MUST be refused
/// with [`StoreError::Broken`], and undo it.
#[async_trait]
pub trait UnitOfWork: Send + Sync {
    /// The repositories, inside this unit.
    fn repositories(&self) -> Repositories<'_>;

    /// Those that exist in units alone.
    fn unit_repositories(&self) -> UnitRepositories<'_>;

    /// Makes all of it last, also through a power cut. Once it answers `Ok`, everybody MUST see all of it, other processes
    /// included.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
