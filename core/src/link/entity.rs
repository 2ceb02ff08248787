use chrono::TimeDelta;

use super::{RedirectStatus, Slug, Tags, TargetUrl, Title};
use crate::click::ClickTotals;
use crate::id::{LinkId, UserId};
use crate::ports::Timestamp;
use crate::revision::Revision;

/// How long a deleted link's code answers "gone" and is kept for its former owner.
pub const TOMBSTONE_LIFETIME: TimeDelta = TimeDelta::days(90);

/// How long a deleted link is in the trash, from where its owner can bring it back.
pub const TRASH_LIFETIME: TimeDelta = TimeDelta::days(30);

/// Where a code counts: everywhere, or among one user's links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// The codes that stand alone, as in `/promo`.
    Global,
    /// The codes of one user, as in `/promo?u=7`.
    Personal(UserId),
}

/// A short link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Never reused.
    pub id: LinkId,
    /// Where the code counts.
    pub namespace: Namespace,
    /// The short code.
    pub slug: Slug,
    /// The original URL; empty once a deleted link is past the trash.
    pub target: TargetUrl,
    /// Whose it is; `None` for an anonymous link, and for a tombstone whose owner is gone.
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
    /// Its clicks so far, as far as they are counted; the store gives them, and never takes them.
    pub clicks: ClickTotals,
    /// Whether as many clicks as it may have were taken; the store gives it, as it is after every change, and never takes it.
    pub exhausted: bool,
    /// When its owner switched it off, if it is off.
    pub disabled_at: Option<Timestamp>,
    /// When whoever runs the service switched it off, if it is off.
    pub blocked_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Counts the changes.
    pub revision: Revision,
    /// When it was deleted, if it was: then this is its tombstone.
    pub deleted_at: Option<Timestamp>,
}

impl Link {
    /// Whether this user has it and did not delete it.
    pub(crate) fn is_kept_by(&self, owner: UserId) -> bool {
        self.owner == Some(owner) && self.deleted_at.is_none()
    }

    /// Whether this user deleted it and can still bring it back.
    pub(crate) fn is_in_trash_of(&self, owner: UserId, now: Timestamp) -> bool {
        let in_trash = |deleted: Timestamp| deleted + TRASH_LIFETIME > now;
        self.owner == Some(owner) && self.deleted_at.is_some_and(in_trash)
    }

    /// Puts it into the trash.
    pub(crate) fn delete(&mut self, now: Timestamp) {
        self.deleted_at = Some(now);
        self.touch(now);
    }

    /// Notes that it changes at `now`.
    pub(crate) fn touch(&mut self, now: Timestamp) {
        self.updated_at = now;
        self.revision = self.revision.next();
    }
}

/// What a short code leads to: the part of a [`Link`] that a redirect needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Of which link.
    pub link: LinkId,
    /// The original URL.
    pub target: TargetUrl,
    /// How it redirects.
    pub redirect_status: RedirectStatus,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// After how many clicks it ends, if it does.
    pub max_clicks: Option<u64>,
    /// Whether as many clicks as it may have were taken.
    pub exhausted: bool,
    /// Whether its owner switched it off.
    pub disabled: bool,
    /// Whether whoever runs the service switched it off.
    pub blocked: bool,
    /// When it was deleted, if it was.
    pub deleted_at: Option<Timestamp>,
}

impl From<Link> for Route {
    fn from(link: Link) -> Self {
        Self {
            link: link.id,
            target: link.target,
            redirect_status: link.redirect_status,
            expires_at: link.expires_at,
            max_clicks: link.max_clicks,
            exhausted: link.exhausted,
            disabled: link.disabled_at.is_some(),
            blocked: link.blocked_at.is_some(),
            deleted_at: link.deleted_at,
        }
    }
}
