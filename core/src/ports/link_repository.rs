use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::id::{LinkId, UserId};
use crate::link::{Link, Namespace, RedirectStatus, Slug, TargetUrl};

/// A link to be inserted; the store gives the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertLink {
    /// Where the code counts.
    pub namespace: Namespace,
    /// The short code.
    pub slug: Slug,
    /// The original URL.
    pub target: TargetUrl,
    /// Whose it is; `None` for an anonymous link.
    pub owner: Option<UserId>,
    /// How it redirects.
    pub redirect_status: RedirectStatus,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

/// Which links to list: an owner's live ones, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkQuery {
    /// Whose links.
    pub owner: UserId,
    /// Only those that come after this one in the order, if given.
    pub after: Option<LinkId>,
    /// At most so many.
    pub limit: u32,
}

/// The links. Among live ones (no `deleted_at`) a code is unique within its namespace, and the store decides races. A deleted
/// link's row stays as its tombstone.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait LinkRepository: Send + Sync {
    /// The link of this id, live or deleted.
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError>;

    /// The link of this id, live or deleted, kept from every other unit's changes until this unit ends.
    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError>;

    /// The live links that `query` asks for, by falling id.
    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError>;

    /// Adds a link. MUST refuse a code that a live link has in this namespace, with [`StoreError::Conflict`], and MUST allow
    /// the same code in another namespace, or where only deleted links have it. MUST answer [`StoreError::Missing`] when the
    /// owner is no user. MUST NOT give an id that any link ever had.
    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError>;

    /// Writes the whole of one link. MUST answer [`StoreError::Missing`] when there is none of this id, and refuse a code
    /// that another live link has in this namespace, with [`StoreError::Conflict`].
    async fn update(&self, link: &Link) -> Result<(), StoreError>;

    /// Lets go of all that a user has: removes the personal links, live or deleted; makes tombstones of the live global ones,
    /// as of `now`; and leaves every global tombstone without an owner. Says how many links were live.
    async fn delete_by_owner(&self, owner: UserId, now: Timestamp) -> Result<u64, StoreError>;
}
