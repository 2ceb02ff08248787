//! Tokens: the JWT pair of a session, the tokens in mails that verify an address, invite, reset a password, change an address or
//! end a schedule, and those of shares. None is stored.

mod email_change;
mod error;
#[cfg(any(test, feature = "fuzz"))]
pub(crate) mod fuzz;
mod jwt;
mod key_ring;
mod provider;
mod secret;
mod settings;
mod signed_id;
#[cfg(test)]
mod tests;
mod verification;
mod weakness;

use std::fmt;
use std::sync::Arc;

use chrono::TimeDelta;
use url::Url;

pub(crate) use email_change::EmailChangeSide;
use email_change::EmailChangeTokens;
pub use error::{IssueError, TokenInvalid};
use jwt::Jwt;
pub(crate) use jwt::{TokenSubject, TokenUse};
use key_ring::KeyRing;
pub use secret::{Secret, SecretError};
pub use settings::{TokenSettings, TokenSettingsError, TokenSettingsErrors};
use signed_id::SignedIds;
use verification::VerificationTokens;
pub use weakness::SecretWeakness;

use crate::id::{EmailChangeId, InvitationId, ScheduleId, ShareId};
use crate::ports::{Random, Timestamp};

/// How long a password reset token works.
pub const RESET_LIFETIME: TimeDelta = TimeDelta::hours(1);

/// The audience of the tokens (`aud`): the API of Korotko.
const AUDIENCE: &str = "korotko";

/// Separate the uses of the e-mail secret from each other.
const INVITATION_CONTEXT: &[u8] = b"korotko: use an invitation: ";
const UNSUBSCRIBE_CONTEXT: &[u8] = b"korotko: end a schedule of reports: ";
const SHARE_CONTEXT: &[u8] = b"korotko: see the statistics of a share: ";

/// The tokens of a session.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenPair {
    /// Authenticates requests, as a bearer token (RFC 6750).
    pub access_token: String,
    /// Exchanged for a new token pair.
    pub refresh_token: String,
    /// How long the access token works.
    pub expires_in: TimeDelta,
}

impl fmt::Debug for TokenPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TokenPair(…)")
    }
}

/// Issues and reads every kind of token.
#[derive(Clone)]
pub(crate) struct Tokens {
    random: Arc<dyn Random>,
    inner: Arc<Inner>,
}

struct Inner {
    jwt: Jwt,
    verification: VerificationTokens,
    invitations: SignedIds,
    email_changes: EmailChangeTokens,
    unsubscribe: SignedIds,
    shares: SignedIds,
    access_lifetime: TimeDelta,
    refresh_lifetime: TimeDelta,
}

impl Tokens {
    /// Creates the service; `public_url` is the issuer.
    ///
    /// jsonwebtoken's crypto provider is global to a process. If none is installed, this installs one for HS256 on ring.
    pub(crate) fn new(
        random: Arc<dyn Random>,
        public_url: &Url,
        settings: TokenSettings,
    ) -> Result<Self, TokenSettingsErrors> {
        let errors = settings.errors();
        let (Some((first, others)), true) = (settings.jwt_secrets.split_first(), errors.is_empty())
        else {
            return Err(TokenSettingsErrors(errors));
        };
        provider::install_if_absent();
        let inner = Inner {
            jwt: Jwt {
                keys: KeyRing::new(first, others),
                issuer: public_url.to_string(),
                audience: AUDIENCE.to_owned(),
            },
            invitations: SignedIds::new(&settings.email_secret, INVITATION_CONTEXT),
            email_changes: EmailChangeTokens::new(&settings.email_secret),
            unsubscribe: SignedIds::new(&settings.email_secret, UNSUBSCRIBE_CONTEXT),
            shares: SignedIds::new(&settings.email_secret, SHARE_CONTEXT),
            verification: VerificationTokens {
                secret: settings.email_secret,
            },
            access_lifetime: settings.access_lifetime,
            refresh_lifetime: settings.refresh_lifetime,
        };
        Ok(Self {
            random,
            inner: Arc::new(inner),
        })
    }

    /// A token pair for an authenticated user.
    pub(crate) fn issue_pair(
        &self,
        subject: TokenSubject,
        now: Timestamp,
    ) -> Result<TokenPair, IssueError> {
        let Inner {
            access_lifetime,
            refresh_lifetime,
            ..
        } = *self.inner;
        Ok(TokenPair {
            access_token: self.write(TokenUse::Access, subject, (now, access_lifetime))?,
            refresh_token: self.write(TokenUse::Refresh, subject, (now, refresh_lifetime))?,
            expires_in: access_lifetime,
        })
    }

    /// A token that resets this user's password once, within [`RESET_LIFETIME`].
    pub(crate) fn issue_reset(
        &self,
        subject: TokenSubject,
        now: Timestamp,
    ) -> Result<String, IssueError> {
        self.write(TokenUse::Reset, subject, (now, RESET_LIFETIME))
    }

    /// The user of a token, and the epoch under which it was issued.
    pub(crate) fn read(
        &self,
        token_use: TokenUse,
        token: &str,
        now: Timestamp,
    ) -> Result<TokenSubject, TokenInvalid> {
        self.inner.jwt.read(token_use, token, now)
    }

    /// The token that verifies this address.
    pub(crate) fn issue_verification(&self, address: &str) -> String {
        self.inner.verification.write(address)
    }

    pub(crate) fn read_verification(&self, token: &str) -> Result<String, TokenInvalid> {
        self.inner.verification.read(token)
    }

    /// The token of this invitation.
    pub(crate) fn issue_invitation(&self, invitation: InvitationId) -> String {
        self.inner.invitations.write(invitation.0)
    }

    pub(crate) fn read_invitation(&self, token: &str) -> Result<InvitationId, TokenInvalid> {
        self.inner.invitations.read(token).map(InvitationId)
    }

    /// The token by which the owner of one of its addresses confirms this change.
    pub(crate) fn issue_email_change(
        &self,
        change: EmailChangeId,
        side: EmailChangeSide,
    ) -> String {
        self.inner.email_changes.write(change, side)
    }

    /// The change of a token, and the address that it was mailed to.
    pub(crate) fn read_email_change(
        &self,
        token: &str,
    ) -> Result<(EmailChangeId, EmailChangeSide), TokenInvalid> {
        self.inner.email_changes.read(token)
    }

    /// The token that ends this schedule. It does not expire, because a mail may be read at any time.
    pub(crate) fn issue_unsubscribe(&self, schedule: ScheduleId) -> String {
        self.inner.unsubscribe.write(schedule.0)
    }

    pub(crate) fn read_unsubscribe(&self, token: &str) -> Result<ScheduleId, TokenInvalid> {
        self.inner.unsubscribe.read(token).map(ScheduleId)
    }

    /// The token of this share. It does not expire: the share ends when its row is deleted.
    pub(crate) fn issue_share(&self, share: ShareId) -> String {
        self.inner.shares.write(share.0)
    }

    pub(crate) fn read_share(&self, token: &str) -> Result<ShareId, TokenInvalid> {
        self.inner.shares.read(token).map(ShareId)
    }

    fn write(
        &self,
        token_use: TokenUse,
        subject: TokenSubject,
        when: (Timestamp, TimeDelta),
    ) -> Result<String, IssueError> {
        self.inner
            .jwt
            .write(token_use, subject, when, &*self.random)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}
