use super::credentials::lock_session;
use super::{Password, Users};
use crate::fault::{Violations, fault};
use crate::ports::{HashError, StoreError};
use crate::token::{TokenInvalid, TokenUse};

/// Why the password is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmPasswordResetError {
    /// The new password breaks a rule; the token can still be used.
    #[error("the password cannot be set as asked")]
    Invalid(Violations),
    /// The token is malformed, forged, used, over, or from before every session was ended.
    #[error("this reset token is not valid any more; ask for a new mail")]
    TokenInvalid,
    /// The password was not hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Sets a new password for whoever holds a mailed token, once, and ends every session. The token came by mail, so the
    /// address is confirmed by it too.
    #[tracing::instrument(name = "users.confirm_password_reset", skip_all)]
    pub async fn confirm_password_reset(
        &self,
        token: &str,
        new_password: &str,
    ) -> Result<(), ConfirmPasswordResetError> {
        let now = self.ports.clock.now();
        let password = Password::parse(new_password).map_err(|error| {
            ConfirmPasswordResetError::Invalid(Violations::new("new_password", error))
        })?;
        let session = self.tokens.read(TokenUse::Reset, token, now)?;
        // Asked before the slow hash; asked again below, where it counts.
        let found = self.ports.store.users().find_by_id(session.user).await?;
        found
            .filter(|user| user.session() == session)
            .ok_or(TokenInvalid)?;
        let password_hash = self.ports.password_hasher.hash(&password).await?;
        let unit = self.ports.store.begin().await?;
        let held = lock_session(&*unit, session).await?;
        let mut user = held.ok_or(TokenInvalid)?;
        user.password_hash = password_hash;
        user.verified_at.get_or_insert(now);
        user.end_sessions();
        unit.users().update(&user).await?;
        unit.commit().await?;
        Ok(())
    }
}

impl From<TokenInvalid> for ConfirmPasswordResetError {
    fn from(TokenInvalid: TokenInvalid) -> Self {
        Self::TokenInvalid
    }
}

fault!(ConfirmPasswordResetError {
    broken_rules: [Invalid => "invalid"],
    own: [TokenInvalid => Malformed "reset-token-invalid"],
    passed_on: [Hash, Store],
});
