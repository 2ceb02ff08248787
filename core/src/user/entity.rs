use chrono::TimeDelta;

use super::{Email, Language, PasswordHash};
use crate::id::UserId;
use crate::ports::Timestamp;
use crate::token::Session;

/// How long the link in a confirmation mail works, counted from the last such mail.
pub const VERIFICATION_LIFETIME: TimeDelta = TimeDelta::hours(24);

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Never reused.
    pub id: UserId,
    /// Where mail goes; unique by its canonical form.
    pub email: Email,
    /// The hash of the password.
    pub password_hash: PasswordHash,
    /// The language of the mails.
    pub language: Language,
    /// When the address was confirmed, if it was.
    pub verified_at: Option<Timestamp>,
    /// When the last confirmation mail was made, if any was.
    pub verification_sent_at: Option<Timestamp>,
    /// Grows by one when all sessions end at once; tokens carry the number they were made under.
    pub token_epoch: i64,
    /// When the account was made.
    pub created_at: Timestamp,
}

impl User {
    /// Whether the address was confirmed.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verified_at.is_some()
    }

    /// Whether the account was not confirmed while its link worked, so that it no longer counts. An account to whom no mail
    /// went yet waits for it.
    #[must_use]
    pub fn has_lapsed(&self, now: Timestamp) -> bool {
        let ended = |sent| sent + VERIFICATION_LIFETIME <= now;
        !self.is_verified() && self.verification_sent_at.is_some_and(ended)
    }

    /// The session of a token that is made now.
    pub(crate) fn session(&self) -> Session {
        Session {
            user: self.id,
            epoch: self.token_epoch,
        }
    }

    /// Ends every session: no token made so far is good any more.
    pub(crate) fn end_sessions(&mut self) {
        self.token_epoch += 1;
    }
}
