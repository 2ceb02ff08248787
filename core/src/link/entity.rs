use std::sync::Arc;

use chrono::TimeDelta;

use super::{Block, BlockCause, QueryForwarding, RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::click::ClickTotals;
use crate::id::{LinkId, UserId};
use crate::ports::Timestamp;
use crate::revision::Revision;

/// How long a deleted link's slug answers "gone" and is reserved for its former owner.
pub const TOMBSTONE_LIFETIME: TimeDelta = TimeDelta::days(90);

/// How long a deleted link stays in the trash, from which its owner can restore it.
pub const TRASH_LIFETIME: TimeDelta = TimeDelta::days(30);

/// Where a slug is unique: globally, or among one user's links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// Global slugs, as in `/promo`.
    Global,
    /// The slugs of one user, as in `/promo?u=7`.
    Personal(UserId),
}

impl Namespace {
    /// The namespace of the user whose id this is, as in `u=7`; `None` unless it is a positive integer without sign and leading
    /// zeros.
    #[must_use]
    pub fn personal(id: &str) -> Option<Self> {
        let digits_only = id.bytes().all(|byte| byte.is_ascii_digit()) && !id.starts_with('0');
        let id = id.parse().ok().filter(|_| digits_only)?;
        Some(Self::Personal(UserId(id)))
    }
}

/// A short link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Never reused.
    pub id: LinkId,
    /// The namespace of the slug.
    pub namespace: Namespace,
    /// The slug.
    pub slug: Slug,
    /// The target URL; empty once a deleted link is past the trash.
    pub target: TargetUrl,
    /// The owner; `None` for an anonymous link, and for a tombstone whose owner's account is deleted.
    pub owner: Option<UserId>,
    /// The title, for the owner.
    pub title: Option<Title>,
    /// The tags, by which the owner lists links.
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
    /// The clicks counted so far; read-only: the store ignores it on writes.
    pub clicks: ClickTotals,
    /// Whether the clicks consumed reach `max_clicks`; read-only: the store updates it with every change.
    pub exhausted: bool,
    /// The clicks that another service counted before the link was imported. They are in no other number.
    pub imported_clicks: Option<u64>,
    /// When the owner disabled the link, if it is disabled.
    pub disabled_at: Option<Timestamp>,
    /// The block of the link, if it is blocked.
    pub block: Option<Block>,
    /// When the link was created.
    pub created_at: Timestamp,
    /// When the link was last changed.
    pub updated_at: Timestamp,
    /// Increases with every change.
    pub revision: Revision,
    /// When the link was deleted; then the row is its tombstone.
    pub deleted_at: Option<Timestamp>,
}

impl Link {
    /// Whether this user owns the link and it is not deleted.
    pub(crate) fn belongs_to(&self, owner: UserId) -> bool {
        self.owner == Some(owner) && self.deleted_at.is_none()
    }

    /// Whether this user can restore the link from the trash.
    pub(crate) fn is_in_trash_of(&self, owner: UserId, now: Timestamp) -> bool {
        let in_trash = |deleted: Timestamp| deleted + TRASH_LIFETIME > now;
        self.owner == Some(owner) && self.deleted_at.is_some_and(in_trash)
    }

    /// Whether an operator blocked the link. Then the owner can free its slug neither by deleting nor by renaming it: who follows
    /// the short URL must not be led to a new link.
    pub(crate) fn is_blocked_by_operator(&self) -> bool {
        let block = self.block.as_ref();
        block.is_some_and(|block| block.cause != BlockCause::List)
    }

    /// Moves the link to the trash.
    pub(crate) fn delete(&mut self, now: Timestamp) {
        self.deleted_at = Some(now);
        self.touch(now);
    }

    /// Records a change at `now`.
    pub(crate) fn touch(&mut self, now: Timestamp) {
        self.updated_at = now;
        self.revision = self.revision.next();
    }
}

/// What a slug leads to: the part of a [`Link`] that a redirect needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The link.
    pub link: LinkId,
    /// The target URL.
    pub target: TargetUrl,
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
    /// Whether the clicks consumed reach `max_clicks`.
    pub exhausted: bool,
    /// Whether the owner disabled the link, or an administrator all links of the owner.
    pub disabled: bool,
    /// The block of the link, if it is blocked.
    pub block: Option<Arc<Block>>,
    /// When the link was deleted.
    pub deleted_at: Option<Timestamp>,
}

impl From<Link> for Route {
    fn from(link: Link) -> Self {
        Self {
            link: link.id,
            target: link.target,
            redirect_status: link.redirect_status,
            query_forwarding: link.query_forwarding,
            expires_at: link.expires_at,
            max_clicks: link.max_clicks,
            fallback: link.fallback,
            exhausted: link.exhausted,
            disabled: link.disabled_at.is_some(),
            block: link.block.map(Arc::new),
            deleted_at: link.deleted_at,
        }
    }
}
