use chrono::TimeDelta;

use super::{Slug, TargetUrl};
use crate::id::{LinkId, UserId};
use crate::ports::Timestamp;

/// How long a deleted link's code answers "gone" and is kept for its former owner.
pub const TOMBSTONE_LIFETIME: TimeDelta = TimeDelta::days(90);

/// Where a code counts: everywhere, or among one user's links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// The codes that stand alone, as in `/promo`.
    Global,
    /// The codes of one user, as in `/promo?u=7`.
    Personal(UserId),
}

/// How a link redirects (RFC 9110 15.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RedirectStatus {
    /// 301, for good; clients may remember it and change the method.
    MovedPermanently,
    /// 302, for now; clients may change the method.
    Found,
    /// 307, for now.
    #[default]
    TemporaryRedirect,
    /// 308, for good; clients may remember it.
    PermanentRedirect,
}

/// No redirect has this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 301, 302, 307 or 308")]
pub struct RedirectStatusError;

impl RedirectStatus {
    /// The redirect of this HTTP status code.
    pub fn from_code(code: u16) -> Result<Self, RedirectStatusError> {
        match code {
            301 => Ok(Self::MovedPermanently),
            302 => Ok(Self::Found),
            307 => Ok(Self::TemporaryRedirect),
            308 => Ok(Self::PermanentRedirect),
            _ => Err(RedirectStatusError),
        }
    }

    /// The HTTP status code.
    #[must_use]
    pub fn code(self) -> u16 {
        match self {
            Self::MovedPermanently => 301,
            Self::Found => 302,
            Self::TemporaryRedirect => 307,
            Self::PermanentRedirect => 308,
        }
    }

    /// Whether clients may remember it, so that it cannot be taken back in time.
    #[must_use]
    pub fn is_permanent(self) -> bool {
        matches!(self, Self::MovedPermanently | Self::PermanentRedirect)
    }
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
    /// The original URL.
    pub target: TargetUrl,
    /// Whose it is; `None` for an anonymous link, and for a tombstone whose owner is gone.
    pub owner: Option<UserId>,
    /// How it redirects.
    pub redirect_status: RedirectStatus,
    /// When it ends, if it does.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// When it was deleted, if it was: then this is its tombstone.
    pub deleted_at: Option<Timestamp>,
}

impl Link {
    /// Whether this user has it now.
    pub(crate) fn is_live_and_of(&self, owner: UserId) -> bool {
        self.owner == Some(owner) && self.deleted_at.is_none()
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
            deleted_at: link.deleted_at,
        }
    }
}
