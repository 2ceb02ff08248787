use super::credentials::lock_subject;
use super::{EndedKeys, KeyEnd, Password, Users};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::ports::{HashError, StoreError};
use crate::token::{TokenInvalid, TokenUse};

/// Why the password was not reset.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmPasswordResetError {
    /// The new password violates a rule; the token can still be used.
    #[error("the new password is invalid")]
    Invalid(Violations),
    /// The token is malformed, forged, used, expired, or from before all sessions were ended.
    #[error("the reset token is invalid or expired; request a new mail")]
    TokenInvalid,
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Sets a new password by a mailed token, once, ends all sessions, and deletes all API keys. The token came by mail, so it also verifies the
    /// address.
    pub async fn confirm_password_reset(
        &self,
        token: &str,
        new_password: &str,
    ) -> Result<(), ConfirmPasswordResetError> {
        let mut account = None;
        let confirmed = self
            .try_confirm_password_reset(token, new_password, &mut account)
            .await;
        if matches!(confirmed, Err(ConfirmPasswordResetError::TokenInvalid)) {
            self.record_refused_token(TokenUse::Reset, account);
        }
        confirmed?.log(None);
        Ok(())
    }

    /// Does the same, and tells whose token it is, and which keys end.
    #[tracing::instrument(name = "users.confirm_password_reset", skip_all)]
    async fn try_confirm_password_reset(
        &self,
        token: &str,
        new_password: &str,
        account: &mut Option<UserId>,
    ) -> Result<EndedKeys, ConfirmPasswordResetError> {
        let now = self.ports.clock.now();
        let password = Password::parse(new_password).map_err(|errors| {
            ConfirmPasswordResetError::Invalid(Violations::from_errors("new_password", errors))
        })?;
        let subject = self.tokens.read(TokenUse::Reset, token, now)?;
        *account = Some(subject.user);
        // Checked before the slow hash, and again below, where it counts.
        let found = self.ports.store.users().find_by_id(subject.user).await?;
        found
            .filter(|user| user.token_subject() == subject)
            .ok_or(TokenInvalid)?;
        let password_hash = self.ports.password_hasher.hash(&password).await?;
        let unit = self.ports.store.begin().await?;
        let locked = lock_subject(&*unit, subject).await?;
        let mut user = locked.ok_or(TokenInvalid)?;
        user.password_hash = password_hash;
        user.verified_at.get_or_insert(now);
        user.end_sessions();
        let ended = EndedKeys::delete_all(&*unit, user.id, KeyEnd::PasswordReset).await?;
        self.save(unit, &user).await?;
        Ok(ended)
    }
}

impl From<TokenInvalid> for ConfirmPasswordResetError {
    fn from(TokenInvalid: TokenInvalid) -> Self {
        Self::TokenInvalid
    }
}

fault!(ConfirmPasswordResetError {
    violations: [Invalid => "invalid"],
    variants: [TokenInvalid => Malformed "reset-token-invalid"],
    transparent: [Hash, Store],
});
