use chrono::TimeDelta;

use super::{Email, Language, PasswordHash};
use crate::Zone;
use crate::id::UserId;
use crate::ports::Timestamp;
use crate::query_forwarding::QueryForwarding;
use crate::token::TokenSubject;

/// How long a verification link works, counted from the last verification mail.
pub const VERIFICATION_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Never reused.
    pub id: UserId,
    /// Where mail is sent; unique by its canonical form.
    pub email: Email,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// The language of the mails.
    pub language: Language,
    /// What happens to the query of a request, for new links that do not say.
    pub default_query_forwarding: QueryForwarding,
    /// The time zone of statistics, reports and schedules that name none; `None` for UTC.
    pub time_zone: Option<Zone>,
    /// When the address was verified.
    pub verified_at: Option<Timestamp>,
    /// When the last verification mail was sent.
    pub verification_sent_at: Option<Timestamp>,
    /// Incremented when all sessions are ended; tokens carry the epoch under which they were issued.
    pub token_epoch: i64,
    /// Whether the user is an administrator.
    pub is_administrator: bool,
    /// When an administrator disabled the account, if it is disabled: then nobody can act as this user.
    pub disabled_at: Option<Timestamp>,
    /// Whether the links of the disabled account are [disabled](crate::link::LinkState::Disabled), too.
    pub links_disabled: bool,
    /// When the account was created.
    pub created_at: Timestamp,
}

impl User {
    /// Whether the address is verified.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verified_at.is_some()
    }

    /// The time zone of whatever names none.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.time_zone.unwrap_or(Zone::UTC)
    }

    /// Whether an administrator disabled the account.
    #[must_use]
    pub fn is_disabled(&self) -> bool {
        self.disabled_at.is_some()
    }

    /// Whether the user may administer the service now.
    pub(crate) fn can_administer(&self) -> bool {
        self.is_administrator && self.is_verified() && !self.is_disabled()
    }

    /// Whether the account was not verified while its link worked, so that it no longer counts. An account to which no mail was
    /// sent yet has not lapsed.
    #[must_use]
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        let ended = |sent| sent + VERIFICATION_LIFETIME <= now;
        !self.is_verified() && self.verification_sent_at.is_some_and(ended)
    }

    /// What a token that is issued now is about.
    pub(crate) fn token_subject(&self) -> TokenSubject {
        TokenSubject {
            user: self.id,
            epoch: self.token_epoch,
        }
    }

    /// Ends all sessions: no token issued so far is valid any longer.
    pub(crate) fn end_sessions(&mut self) {
        self.token_epoch += 1;
    }
}
