use super::credentials::{PasswordCheck, lock_subject};
use super::{Password, User, Users};
use crate::fault::{Violations, fault};
use crate::ports::{HashError, RandomError, StoreError};

/// A password change, as received.
#[derive(Clone)]
pub struct ChangePassword {
    /// The current password.
    pub current_password: String,
    /// The new password.
    pub new_password: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangePassword(…)")
    }
}

/// Why the current password is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The new password violates a rule.
    #[error("the new password is invalid")]
    Invalid(Violations),
    /// The current password is wrong.
    #[error("the current password is wrong")]
    WrongPassword(Violations),
    /// All sessions were ended concurrently, including this one.
    #[error("this session has ended; sign in again")]
    SessionEnded,
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// No random bytes for the secret of a new session.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Changes the password of a signed-in user, and ends all sessions.
    pub async fn change_password(
        &self,
        user: &User,
        change: ChangePassword,
    ) -> Result<(), ChangePasswordError> {
        self.replace_password(user, change).await?;
        Ok(())
    }

    /// Does the same; returns the user, of whom a new session may start.
    #[tracing::instrument(name = "users.change_password", skip_all, fields(user = %user.id))]
    pub(crate) async fn replace_password(
        &self,
        user: &User,
        change: ChangePassword,
    ) -> Result<User, ChangePasswordError> {
        let new_password = Password::parse(&change.new_password).map_err(|errors| {
            ChangePasswordError::Invalid(Violations::from_errors("new_password", errors))
        })?;
        if let PasswordCheck::Wrong(violations) = self
            .check_password(user, "current_password", &change.current_password)
            .await?
        {
            return Err(ChangePasswordError::WrongPassword(violations));
        }
        let password_hash = self.ports.password_hasher.hash(&new_password).await?;
        let unit = self.ports.store.begin().await?;
        let locked = lock_subject(&*unit, user.token_subject()).await?;
        let mut user = locked.ok_or(ChangePasswordError::SessionEnded)?;
        user.password_hash = password_hash;
        user.end_sessions();
        self.save(unit, &user).await?;
        Ok(user)
    }
}

fault!(ChangePasswordError {
    violations: [Invalid => "invalid", WrongPassword => "wrong-password"],
    variants: [SessionEnded => Unauthenticated "token-invalid"],
    transparent: [Hash, Random, Store],
});
