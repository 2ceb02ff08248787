use async_trait::async_trait;

use crate::id::LinkId;
use crate::link::Link;
use crate::ports::{InsertLink, StoreError};

/// Many links at once, by the rules of [`LinkRepository`](crate::ports::LinkRepository): what one call for each would do, in a few
/// statements, and without spending the unit of work on a taken code. None to 1,000 links a call.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait LinkBatchRepository: Send + Sync {
    /// The links of these ids, deleted or not, in any order, kept from every other unit's changes until this unit ends. Ids of
    /// no link are passed over, and an id that is given twice is found once. MUST take them in one order of its own, so that
    /// two units which ask for the same ids in different orders do not wait for each other for ever.
    async fn find_for_update(&self, ids: &[LinkId]) -> Result<Vec<Link>, StoreError>;

    /// Adds links, in order, and answers for each the link, or `None` when its code is taken, by a link of the store or by one
    /// before it in `links`. The unit MUST stay good, but where another unit inserts some of the same codes in another order
    /// at the same moment: then [`StoreError::Conflict`] may come, and a new unit will see what stood against it. MUST answer
    /// [`StoreError::Missing`] when an owner is no user. Ids MUST rise in the order of `links`.
    async fn insert(&self, links: &[InsertLink]) -> Result<Vec<Option<Link>>, StoreError>;

    /// Writes the whole of each link (but for what [`LinkRepository::update`](crate::ports::LinkRepository::update) leaves), in order, each on what those before it left, and answers for each whether it was
    /// written: `false` when its code is taken. The unit MUST stay good, but where another unit takes the code at the same
    /// moment: then [`StoreError::Conflict`] may come, and a new unit will see what stood against it. MUST answer
    /// [`StoreError::Missing`] when there is none of an id.
    async fn update(&self, links: &[Link]) -> Result<Vec<bool>, StoreError>;

    /// Takes back links that this very unit inserted: their rows go, and no tombstone is left.
    async fn delete(&self, ids: &[LinkId]) -> Result<(), StoreError>;
}
