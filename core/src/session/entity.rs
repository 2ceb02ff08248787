use std::fmt;

use chrono::TimeDelta;

use super::AgentName;
use crate::id::{SessionId, UserId};
use crate::ports::Timestamp;
use crate::user::User;

/// How long a session lasts without being used.
pub const IDLE_LIFETIME: TimeDelta = TimeDelta::days(14);

/// How long a session lasts, however often it is used.
pub const MAX_LIFETIME: TimeDelta = TimeDelta::days(90);

/// That a user is signed in in a browser, as far as it is stored: who presents the secret of a valid session acts for its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Never reused.
    pub id: SessionId,
    /// The user.
    pub user: UserId,
    /// The name of the browser.
    pub agent: AgentName,
    /// The user's [`token_epoch`](User::token_epoch) when the session started.
    pub epoch: i64,
    /// When it started.
    pub created_at: Timestamp,
    /// When it was last used, as recorded at most once in [`USE_INTERVAL`](crate::key::USE_INTERVAL); at first when it started.
    pub last_seen_at: Timestamp,
}

impl Session {
    /// When it expires, if it is not used until then.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        let idle = self.last_seen_at + IDLE_LIFETIME;
        idle.min(self.created_at + MAX_LIFETIME)
    }

    /// Whether it is one of `user`, who may be signed in, and has neither been ended nor expired.
    #[must_use]
    pub fn is_valid(&self, user: &User, now: Timestamp) -> bool {
        let may_sign_in = user.is_verified() && !user.is_disabled();
        let is_current = self.user == user.id && self.epoch == user.token_epoch;
        may_sign_in && is_current && now < self.expires_at()
    }
}

/// The SHA-256 of a session's secret. The secret has 256 random bits, so that a slow hash or a salt would add nothing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionHash(pub [u8; 32]);

impl fmt::Debug for SessionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionHash(…)")
    }
}
