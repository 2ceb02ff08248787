use super::credentials::lock_subject;
use super::{EditAccountError, User, Users};

impl Users {
    /// Withdraws the pending change of the address of a signed-in user, if there is one; its links no longer work.
    #[tracing::instrument(name = "users.withdraw_email_change", skip_all, fields(user = %user.id))]
    pub async fn withdraw_email_change(&self, user: &User) -> Result<(), EditAccountError> {
        let unit = self.ports.store.begin().await?;
        let locked = lock_subject(&*unit, user.token_subject()).await?;
        let user = locked.ok_or(EditAccountError::SessionEnded)?;
        unit.email_changes().delete_pending(user.id).await?;
        Ok(unit.commit().await?)
    }
}
