use async_trait::async_trait;

use crate::id::LinkId;
use crate::link::Link;
use crate::ports::{InsertLink, StoreError};

/// Many links at once, by the rules of [`LinkRepository`](crate::ports::LinkRepository): like one call for each, but in a few
/// statements, and a taken slug does not abort the transaction. None to 1,000 links a call.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait LinkBatchRepository: Send + Sync {
    /// The links with these ids, deleted or not, in any order, locked against changes until this unit ends. Ids that do not
    /// exist are skipped, and duplicate ids return one link. MUST lock them in an order of its own, so that two units with the
    /// same ids in different orders do not deadlock.
    async fn find_for_update(&self, ids: &[LinkId]) -> Result<Vec<Link>, StoreError>;

    /// Inserts links, in order, and returns for each the link, or `None` when its slug is taken by a link of the store or by an
    /// earlier one in `links`. Two calls with the same slugs in different orders MUST NOT deadlock. The transaction MUST NOT be
    /// aborted, unless several calls of this unit and of another one take the same slugs in different orders: then
    /// [`StoreError::Conflict`] may be returned, and a new unit sees the conflicting links. MUST return
    /// [`StoreError::Missing`] when an owner does not exist. Ids MUST ascend in the order of `links`.
    async fn insert(&self, links: &[InsertLink]) -> Result<Vec<Option<Link>>, StoreError>;

    /// Writes all fields of each link (except those that [`LinkRepository::update`](crate::ports::LinkRepository::update)
    /// excludes), in order, each on top of the previous ones, and returns for each whether it was written: `false` when its
    /// slug is taken. The transaction MUST NOT be aborted, unless another unit takes the slug concurrently: then
    /// [`StoreError::Conflict`] may be returned, and a new unit sees the conflicting link. MUST return [`StoreError::Missing`]
    /// when an id does not exist.
    async fn update(&self, links: &[Link]) -> Result<Vec<bool>, StoreError>;

    /// Removes links that this unit inserted, without leaving tombstones.
    async fn delete(&self, ids: &[LinkId]) -> Result<(), StoreError>;
}
