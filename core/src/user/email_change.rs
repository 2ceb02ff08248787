use chrono::TimeDelta;

use super::{Email, User};
use crate::id::{EmailChangeId, UserId};
use crate::ports::Timestamp;
use crate::token::EmailChangeSide;

/// How long the links of a change of address work, from the request on.
pub const EMAIL_CHANGE_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// A change of the address of an account. It is pending until the owners of both addresses have confirmed it, and then complete.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmailChange {
    /// Never reused.
    pub id: EmailChangeId,
    /// Whose address changes. A user has at most one pending change.
    pub user: UserId,
    /// The address at the time of the request.
    pub old_email: Email,
    /// The address that the account gets.
    pub new_email: Email,
    /// The epoch of the session that requested the change; the end of all sessions ends a pending change, too.
    pub token_epoch: i64,
    /// When the owner of the old address confirmed the change.
    pub confirmed_by_old_at: Option<Timestamp>,
    /// When the owner of the new address confirmed the change.
    pub confirmed_by_new_at: Option<Timestamp>,
    /// When it was requested.
    pub created_at: Timestamp,
}

impl EmailChange {
    /// When its links end.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.created_at + EMAIL_CHANGE_LIFETIME
    }

    /// Whether both addresses have confirmed it.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.confirmed_by_old_at.is_some() && self.confirmed_by_new_at.is_some()
    }

    /// Whether its links work at `now`, where `user` is its user. Those of a complete change say so.
    pub(crate) fn is_valid(&self, user: &User, now: Timestamp) -> bool {
        let is_current = user.token_epoch == self.token_epoch && !user.is_disabled();
        now < self.expires_at() && (self.is_complete() || is_current)
    }

    /// Whether the owner of this address has confirmed it.
    pub(crate) fn is_confirmed_by(&self, side: EmailChangeSide) -> bool {
        match side {
            EmailChangeSide::Old => self.confirmed_by_old_at.is_some(),
            EmailChangeSide::New => self.confirmed_by_new_at.is_some(),
        }
    }

    /// Records that the owner of this address confirms it.
    pub(crate) fn confirm(&mut self, side: EmailChangeSide, now: Timestamp) {
        match side {
            EmailChangeSide::Old => self.confirmed_by_old_at = Some(now),
            EmailChangeSide::New => self.confirmed_by_new_at = Some(now),
        }
    }
}
