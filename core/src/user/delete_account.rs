use super::credentials::{PasswordCheck, lock_subject};
use super::{EndedKeys, KeyEnd, User, Users, is_last_administrator};
use crate::fault::{Violations, fault};
use crate::ports::{Change, HashError, StoreError};

/// Why the password is wrong.
#[derive(Debug, thiserror::Error)]
pub enum DeleteAccountError {
    /// The password is wrong.
    #[error("the password is wrong")]
    WrongPassword(Violations),
    /// All sessions were ended concurrently, including this one.
    #[error("this session has ended; sign in again")]
    SessionEnded,
    /// Nobody could administer the service any more.
    #[error("you are the only administrator; promote another user first")]
    LastAdministrator,
    /// The password could not be checked.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Deletes the account of a signed-in user, unless they are the only administrator, with all their data: sessions, API keys, jobs, and links, whose global slugs stay reserved
    /// by tombstones for a while. From then on nothing of the account works, and its address is free; its rows are removed in
    /// parts, by [`Jobs::sweep`](crate::job::Jobs::sweep), so that the call returns at once.
    pub async fn delete_account(
        &self,
        user: &User,
        password: &str,
    ) -> Result<(), DeleteAccountError> {
        self.try_delete_account(user, password).await?.log(None);
        Ok(())
    }

    /// Does the same, and tells which keys end.
    #[tracing::instrument(name = "users.delete_account", skip_all, fields(user = %user.id))]
    async fn try_delete_account(
        &self,
        user: &User,
        password: &str,
    ) -> Result<EndedKeys, DeleteAccountError> {
        let now = self.ports.clock.now();
        if let PasswordCheck::Wrong(violations) =
            self.check_password(user, "password", password).await?
        {
            return Err(DeleteAccountError::WrongPassword(violations));
        }
        let unit = self.ports.store.begin().await?;
        if user.is_administrator && is_last_administrator(&*unit, user.id).await? {
            return Err(DeleteAccountError::LastAdministrator);
        }
        let locked = lock_subject(&*unit, user.token_subject()).await?;
        let user = locked.ok_or(DeleteAccountError::SessionEnded)?;
        // The sweep would remove them too, but nobody would be told which.
        let ended = EndedKeys::delete_all(&*unit, user.id, KeyEnd::AccountDeleted).await?;
        unit.users().delete(user.id, now).await?;
        let change = Change::Owner(user.id);
        unit.news().announce(&[change]).await?;
        unit.commit().await?;
        self.ports.route_finder.forget_all();
        self.ports.user_finder.forget_user(user.id);
        Ok(ended)
    }
}

fault!(DeleteAccountError {
    violations: [WrongPassword => "wrong-password"],
    variants: [
        SessionEnded => Unauthenticated "token-invalid",
        LastAdministrator => Conflict "last-administrator"
    ],
    transparent: [Hash, Store],
});
