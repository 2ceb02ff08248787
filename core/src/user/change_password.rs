use super::credentials::{Proof, lock_session};
use super::{Password, User, Users};
use crate::fault::{Violations, fault};
use crate::ports::{HashError, StoreError};

/// The two passwords, as they came.
#[derive(Clone)]
pub struct ChangePassword {
    /// The one that is good until now.
    pub current_password: String,
    /// The one to be.
    pub new_password: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ChangePassword(…)")
    }
}

/// Why the password is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    /// The new password breaks a rule.
    #[error("the password cannot be changed as asked")]
    Invalid(Violations),
    /// The current password is another one.
    #[error("the password was not changed")]
    WrongPassword(Violations),
    /// Every session was ended meanwhile, this one too.
    #[error("this session is over; sign in again")]
    SessionEnded,
    /// A password was not hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Changes the password of a signed-in user, and ends every session.
    #[tracing::instrument(name = "users.change_password", skip_all, fields(user = %user.id))]
    pub async fn change_password(
        &self,
        user: &User,
        change: ChangePassword,
    ) -> Result<(), ChangePasswordError> {
        let new_password = Password::parse(&change.new_password).map_err(|error| {
            ChangePasswordError::Invalid(Violations::new("new_password", error))
        })?;
        if let Proof::Wrong(violations) = self
            .prove(user, "current_password", &change.current_password)
            .await?
        {
            return Err(ChangePasswordError::WrongPassword(violations));
        }
        let password_hash = self.ports.password_hasher.hash(&new_password).await?;
        let unit = self.ports.store.begin().await?;
        let held = lock_session(&*unit, user.session()).await?;
        let mut user = held.ok_or(ChangePasswordError::SessionEnded)?;
        user.password_hash = password_hash;
        user.end_sessions();
        unit.users().update(&user).await?;
        unit.commit().await?;
        Ok(())
    }
}

fault!(ChangePasswordError {
    broken_rules: [Invalid => "invalid", WrongPassword => "wrong-password"],
    own: [SessionEnded => Unauthenticated "token-invalid"],
    passed_on: [Hash, Store],
});
