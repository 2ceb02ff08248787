use async_trait::async_trait;

use super::{Repositories, Snapshot, StoreError, UnitRepositories};

/// The persistent store.
///
/// The repositories of a store read what is committed, each call by itself. Every change is made in a [`UnitOfWork`]: a write
/// through a repository of the store itself MUST be refused with [`StoreError::Internal`].
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work that may write. It holds one connection until it is committed or dropped, so do nothing slow in it
    /// and read nothing beside it. Units are independent: a failure of an earlier one, such as a full disk in the middle of it,
    /// does not affect it.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError>;

    /// A snapshot of what is committed now, to be read over several calls. MUST allow reads while units write.
    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError>;

    /// Whether units that write wait for each other, whatever they write. If not, units that lock the same rows do.
    fn has_single_writer(&self) -> bool;

    /// Whether the store can serve now: it is reachable, it has the schema that this program knows, and its data is not known
    /// to be damaged.
    async fn check(&self) -> Result<(), StoreError>;

    /// The repositories of the committed data, to read.
    fn repositories(&self) -> Repositories<'_>;
}

/// Changes that are made together or not at all: a transaction.
///
/// Dropping a unit without [`commit`](UnitOfWork::commit) MUST undo all of it, and nobody else MUST see any of it before the
/// commit. After an error the transaction is aborted: drop the unit, and begin a new one to retry. Committing an aborted
/// transaction MUST be refused with [`StoreError::Internal`], and undo it.
#[async_trait]
pub trait UnitOfWork: Send + Sync {
    /// The repositories, inside this unit.
    fn repositories(&self) -> Repositories<'_>;

    /// The repositories of units alone.
    fn unit_repositories(&self) -> UnitRepositories<'_>;

    /// Makes all changes durable, also through a power cut. Once it returns `Ok`, everybody MUST see all of them, other
    /// processes included.
    async fn commit(self: Box<Self>) -> Result<(), StoreError>;
}
