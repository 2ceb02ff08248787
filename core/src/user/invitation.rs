use chrono::TimeDelta;

use super::{Email, Language};
use crate::id::InvitationId;
use crate::ports::Timestamp;

/// How long an invitation can be used.
pub const INVITATION_LIFETIME: TimeDelta = TimeDelta::days(7);

/// An invitation to register with one address, mailed to it. It is deleted when it is used, so that one that exists is unused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Never reused.
    pub id: InvitationId,
    /// The invited address; unique by its canonical form.
    pub email: Email,
    /// The language of the mail.
    pub language: Language,
    /// When it was created.
    pub created_at: Timestamp,
}

impl Invitation {
    /// When it expires.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.created_at + INVITATION_LIFETIME
    }

    /// Whether it can still be used at `now`.
    #[must_use]
    pub fn is_valid(&self, now: Timestamp) -> bool {
        now < self.expires_at()
    }
}
