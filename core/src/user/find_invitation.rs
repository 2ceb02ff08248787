use super::refusal::log_refused_token;
use super::{Invitation, Registration, Users};
use crate::fault::fault;
use crate::ports::{StoreError, Timestamp};
use crate::token::TokenInvalid;

/// Why no invitation was found.
#[derive(Debug, thiserror::Error)]
pub enum FindInvitationError {
    /// Nobody may register, not even whoever was invited.
    #[error("registration is closed, also for invited people")]
    RegistrationClosed,
    /// Malformed, forged, used, replaced or expired.
    #[error("this invitation is invalid, used or expired; ask for a new one")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// The invitation of this token, if it can still be used. Does not use it.
    pub async fn find_invitation(&self, token: &str) -> Result<Invitation, FindInvitationError> {
        let now = self.ports.clock.now();
        if self.policy.registration == Registration::Closed {
            return Err(FindInvitationError::RegistrationClosed);
        }
        let found = self.valid_invitation(token, now).await?;
        if found.is_none() {
            log_refused_token("invitation", None);
        }
        found.ok_or(FindInvitationError::NotFound)
    }

    /// The invitation of this token, if it can be used at `now`.
    pub(super) async fn valid_invitation(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Invitation>, StoreError> {
        let found = match self.tokens.read_invitation(token) {
            Ok(id) => self.ports.store.invitations().find_by_id(id).await?,
            Err(TokenInvalid) => None,
        };
        Ok(found.filter(|invitation| invitation.is_valid(now)))
    }
}

fault!(FindInvitationError {
    violations: [],
    variants: [
        RegistrationClosed => Forbidden "registration-closed",
        NotFound => NotFound "invitation-not-found"
    ],
    transparent: [Store],
});
