use super::credentials::{Proof, lock_session};
use super::{User, Users};
use crate::fault::{Violations, fault};
use crate::ports::{HashError, StoreError};

/// Why the account is still there.
#[derive(Debug, thiserror::Error)]
pub enum DeleteAccountError {
    /// The password is another one.
    #[error("the account was not deleted")]
    WrongPassword(Violations),
    /// Every session was ended meanwhile, this one too.
    #[error("this session is over; sign in again")]
    SessionEnded,
    /// The password was not checked.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Deletes the account of a signed-in user with all that is theirs: sessions, jobs, and links, of which the global codes
    /// stay tombstones for a while. From then on nothing of it works any more, and its address is free; its rows are removed in
    /// parts, by [`Jobs::sweep`](crate::job::Jobs::sweep), so that nobody waits until there are none.
    #[tracing::instrument(name = "users.delete_account", skip_all, fields(user = %user.id))]
    pub async fn delete_account(
        &self,
        user: &User,
        password: &str,
    ) -> Result<(), DeleteAccountError> {
        let now = self.ports.clock.now();
        if let Proof::Wrong(violations) = self.prove(user, "password", password).await? {
            return Err(DeleteAccountError::WrongPassword(violations));
        }
        let unit = self.ports.store.begin().await?;
        let held = lock_session(&*unit, user.session()).await?;
        let user = held.ok_or(DeleteAccountError::SessionEnded)?;
        unit.users().delete(user.id, now).await?;
        unit.commit().await?;
        self.ports.route_finder.forget_all();
        Ok(())
    }
}

fault!(DeleteAccountError {
    broken_rules: [WrongPassword => "wrong-password"],
    own: [SessionEnded => Unauthenticated "token-invalid"],
    passed_on: [Hash, Store],
});
