use async_trait::async_trait;

use crate::click::ClickTotals;
use crate::id::{LinkId, UserId};
use crate::link::{Link, Namespace, RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::ports::{LinkQuery, StoreError, Timestamp};

/// A link to be inserted; the store gives the id, and it begins at [`Revision::FIRST`](crate::Revision::FIRST).
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
    /// What its owner calls it.
    pub title: Option<Title>,
    /// The words by which its owner finds it.
    pub tags: Tags,
    /// How it redirects.
    pub redirect_status: RedirectStatus,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// After how many clicks it ends, if it does.
    pub max_clicks: Option<u64>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl InsertLink {
    /// A link without notes and end: an anonymous one in the global namespace, the user's in a personal one.
    #[must_use]
    pub fn new(namespace: Namespace, slug: Slug, target: TargetUrl, created_at: Timestamp) -> Self {
        Self {
            namespace,
            slug,
            target,
            owner: match namespace {
                Namespace::Global => None,
                Namespace::Personal(owner) => Some(owner),
            },
            title: None,
            tags: Tags::default(),
            redirect_status: RedirectStatus::default(),
            expires_at: None,
            max_clicks: None,
            created_at,
        }
    }

    /// The link that this becomes under `id`.
    #[must_use]
    pub fn into_link(self, id: LinkId) -> Link {
        Link {
            id,
            namespace: self.namespace,
            slug: self.slug,
            target: self.target,
            owner: self.owner,
            title: self.title,
            tags: self.tags,
            redirect_status: self.redirect_status,
            expires_at: self.expires_at,
            max_clicks: self.max_clicks,
            clicks: ClickTotals::default(),
            exhausted: false,
            disabled_at: None,
            blocked_at: None,
            created_at: self.created_at,
            updated_at: self.created_at,
            revision: crate::Revision::FIRST,
            deleted_at: None,
        }
    }
}

/// The links. Among those that are not deleted (no `deleted_at`) a code is unique within its namespace, and the store decides
/// races. A deleted link's row stays: in the trash for a while, and as a tombstone for longer.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait LinkRepository: Send + Sync {
    /// The link of this id, deleted or not.
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError>;

    /// The link of this id, deleted or not, kept from every other unit's changes until this unit ends.
    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError>;

    /// The links that `query` asks for, in its order.
    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError>;

    /// How many links a user has, without deleted ones.
    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError>;

    /// Adds a link. MUST refuse a code that a link which is not deleted has in this namespace, with
    /// [`StoreError::Conflict`], and MUST allow the same code in another namespace, or where only deleted links have it. MUST
    /// answer [`StoreError::Missing`] when the owner is no user. MUST NOT give an id that any link ever had.
    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError>;

    /// Writes the whole of one link, but for `created_at`, which never changes, `clicks`, which are counted elsewhere, and
    /// `exhausted`: from now on that MUST say whether the clicks [taken](crate::ports::ClickRepository::take) reach the `max_clicks`
    /// that was written. MUST answer [`StoreError::Missing`] when there is none of this id, and refuse a code that another link
    /// which is not deleted has in this namespace, with [`StoreError::Conflict`].
    async fn update(&self, link: &Link) -> Result<(), StoreError>;
}
