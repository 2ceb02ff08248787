use async_trait::async_trait;

use crate::click::ClickTotals;
use crate::id::{LinkId, UserId};
use crate::link::{Link, Namespace, QueryForwarding, RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::ports::{LinkQuery, LinkScan, StoreError, Timestamp};

/// A link to insert; the store assigns the id, and it begins at [`Revision::FIRST`](crate::Revision::FIRST).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertLink {
    /// The namespace of the slug.
    pub namespace: Namespace,
    /// The slug.
    pub slug: Slug,
    /// The target URL.
    pub target: TargetUrl,
    /// The owner; `None` for an anonymous link.
    pub owner: Option<UserId>,
    /// The title.
    pub title: Option<Title>,
    /// The tags.
    pub tags: Tags,
    /// The status code of the redirect.
    pub redirect_status: RedirectStatus,
    /// What happens to the query of a request.
    pub query_forwarding: QueryForwarding,
    /// When the link expires.
    pub expires_at: Option<Timestamp>,
    /// After how many clicks the link is exhausted.
    pub max_clicks: Option<u64>,
    /// Where the link leads once it is expired or exhausted.
    pub fallback: Option<TargetUrl>,
    /// The clicks that another service counted before.
    pub imported_clicks: Option<u64>,
    /// When the link is created.
    pub created_at: Timestamp,
}

impl InsertLink {
    /// A link without title, tags and limits: anonymous in the global namespace, the user's in a personal one.
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
            query_forwarding: QueryForwarding::default(),
            expires_at: None,
            max_clicks: None,
            fallback: None,
            imported_clicks: None,
            created_at,
        }
    }

    /// The link with `id`.
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
            query_forwarding: self.query_forwarding,
            expires_at: self.expires_at,
            max_clicks: self.max_clicks,
            fallback: self.fallback,
            clicks: ClickTotals::default(),
            exhausted: false,
            imported_clicks: self.imported_clicks,
            disabled_at: None,
            block: None,
            created_at: self.created_at,
            updated_at: self.created_at,
            revision: crate::Revision::FIRST,
            deleted_at: None,
        }
    }
}

/// The links. Among links that are not deleted (no `deleted_at`) a slug is unique within its namespace, and the store decides
/// races. A deleted link's row stays: in the trash for a while, and as a tombstone for longer.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait LinkRepository: Send + Sync {
    /// The link with this id, deleted or not.
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError>;

    /// The link with this id, deleted or not, locked against changes until this unit ends.
    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError>;

    /// The links that match `query`, in its order.
    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError>;

    /// The links of all users that match `scan`, in descending id order. It may take longer the rarer they are.
    async fn scan(&self, scan: &LinkScan) -> Result<Vec<Link>, StoreError>;

    /// How many links a user has, without deleted ones: a number that is kept with every write of links, not counted. MUST be
    /// right in every unit that [locked](crate::ports::UserRepository::find_for_update) the user.
    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError>;

    /// Inserts a link. MUST refuse a slug that a link which is not deleted has in this namespace, with
    /// [`StoreError::Conflict`], and MUST allow the same slug in another namespace, or if only deleted links have it. MUST
    /// return [`StoreError::Missing`] when the owner does not exist. MUST NOT reuse an id.
    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError>;

    /// Writes all fields of a link except `created_at`, which never changes, `clicks`, which are counted elsewhere, and
    /// `exhausted`, which from then on MUST say whether the clicks [consumed](crate::ports::ClickRepository::consume) reach the
    /// written `max_clicks`. MUST return [`StoreError::Missing`] when it does not exist, and refuse a slug that another link
    /// which is not deleted has in this namespace, with [`StoreError::Conflict`].
    async fn update(&self, link: &Link) -> Result<(), StoreError>;
}
