use async_trait::async_trait;

use crate::collection::{Collection, CollectionName, Description};
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{StoreError, Timestamp};

/// A collection to insert; the store assigns the id, and it begins empty at [`Revision::FIRST`](crate::Revision::FIRST).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertCollection {
    /// The owner.
    pub owner: UserId,
    /// The name.
    pub name: CollectionName,
    /// The description.
    pub description: Option<Description>,
    /// When it is created.
    pub created_at: Timestamp,
}

/// Which of an owner's collections to list, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionQuery {
    /// The owner.
    pub owner: UserId,
    /// Only the one with this name, compared by [`CollectionName::folded`].
    pub name: Option<CollectionName>,
    /// Only those that contain this link.
    pub link: Option<LinkId>,
    /// Only those after this one.
    pub after: Option<CollectionId>,
    /// The maximum number of results.
    pub limit: u32,
}

impl CollectionQuery {
    /// The newest `limit` collections of `owner`.
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

/// The collections. Names are unique among one owner's collections by their folded form ([`CollectionName::folded`]), and the
/// store decides races. The store fills in `links` of a [`Collection`].
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait CollectionRepository: Send + Sync {
    /// The collection with this id.
    async fn find_by_id(&self, id: CollectionId) -> Result<Option<Collection>, StoreError>;

    /// The collection with this id, locked against changes and additions until this unit ends.
    async fn find_for_update(&self, id: CollectionId) -> Result<Option<Collection>, StoreError>;

    /// The collections that match `query`, in descending id order.
    async fn list(&self, query: &CollectionQuery) -> Result<Vec<Collection>, StoreError>;

    /// How many collections a user has.
    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError>;

    /// Inserts a collection. MUST refuse a name that another collection of the owner has, with [`StoreError::Conflict`]. MUST
    /// return [`StoreError::Missing`] when the owner does not exist. MUST NOT reuse an id.
    async fn insert(&self, collection: &InsertCollection) -> Result<Collection, StoreError>;

    /// Writes name, description, `updated_at` and revision of a collection. MUST return [`StoreError::Missing`] when it does
    /// not exist, and refuse a name that another collection of the owner has, with [`StoreError::Conflict`].
    async fn update(&self, collection: &Collection) -> Result<(), StoreError>;

    /// Removes a collection with its memberships; its links stay. Returns whether it existed.
    async fn delete(&self, id: CollectionId) -> Result<bool, StoreError>;
}
