use async_trait::async_trait;

use crate::collection::{Collection, CollectionName, Description};
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{StoreError, Timestamp};

/// A set to be inserted; the store gives the id, and it begins empty at [`Revision::FIRST`](crate::Revision::FIRST).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertCollection {
    /// Whose it is.
    pub owner: UserId,
    /// What it is called.
    pub name: CollectionName,
    /// What it is for.
    pub description: Option<Description>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which of an owner's sets to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionQuery {
    /// Whose sets.
    pub owner: UserId,
    /// Only the one of this name, compared by [`CollectionName::folded`], if given.
    pub name: Option<CollectionName>,
    /// Only those that this link is in, if given.
    pub link: Option<LinkId>,
    /// Only those that come after this one in the order, if given.
    pub after: Option<CollectionId>,
    /// At most so many.
    pub limit: u32,
}

impl CollectionQuery {
    /// The newest `limit` sets of `owner`.
    #[must_use]
    pub fn for_owner(owner: UserId, limit: u32) -> Self {
        Self {
            owner,
            name: None,
            link: None,
            after: None,
            limit,
        }
    }
}

/// The personal sets of links. Names are unique among one owner's sets by their folded form ([`CollectionName::folded`]), and
/// the store decides races. `links` of a [`Collection`] is counted by the store whenever it gives one.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait CollectionRepository: Send + Sync {
    /// The set of this id.
    async fn find_by_id(&self, id: CollectionId) -> Result<Option<Collection>, StoreError>;

    /// The set of this id, kept from every other unit's changes and additions until this unit ends.
    async fn find_for_update(&self, id: CollectionId) -> Result<Option<Collection>, StoreError>;

    /// The sets that `query` asks for, by falling id.
    async fn list(&self, query: &CollectionQuery) -> Result<Vec<Collection>, StoreError>;

    /// How many sets a user has.
    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError>;

    /// Adds a set. MUST refuse a name that another set of the owner has, with [`StoreError::Conflict`]. MUST answer
    /// [`StoreError::Missing`] when the owner is no user. MUST NOT give an id that any set ever had.
    async fn insert(&self, collection: &InsertCollection) -> Result<Collection, StoreError>;

    /// Writes name, description, `updated_at` and revision of one set. MUST answer [`StoreError::Missing`] when there is none
    /// of this id, and refuse a name that another set of the owner has, with [`StoreError::Conflict`].
    async fn update(&self, collection: &Collection) -> Result<(), StoreError>;

    /// Removes a set with its memberships; its links stay. Says whether there was one.
    async fn delete(&self, id: CollectionId) -> Result<bool, StoreError>;
}
