use super::{Email, User, Users};
use crate::ports::StoreError;

impl Users {
    /// The address that a signed-in user's account gets when the pending change is complete, if there is one.
    #[tracing::instrument(name = "users.pending_email", skip_all, fields(user = %user.id))]
    pub async fn pending_email(&self, user: &User) -> Result<Option<Email>, StoreError> {
        let now = self.ports.clock.now();
        let changes = self.ports.store.email_changes();
        let pending = changes.find_pending(user.id).await?;
        let valid = pending.filter(|change| change.is_valid(user, now));
        Ok(valid.map(|change| change.new_email))
    }
}
