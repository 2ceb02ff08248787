use super::{User, Users};
use crate::ports::StoreError;

impl Users {
    /// Ends all sessions of a signed-in user, and invalidates mailed reset tokens; `with_keys` also deletes their API keys.
    #[tracing::instrument(name = "users.sign_out_everywhere", skip_all, fields(user = %user.id))]
    pub async fn sign_out_everywhere(
        &self,
        user: &User,
        with_keys: bool,
    ) -> Result<(), StoreError> {
        let unit = self.ports.store.begin().await?;
        // An account deleted concurrently has no sessions either.
        if let Some(mut user) = unit.users().find_for_update(user.id).await? {
            user.end_sessions();
            if with_keys {
                unit.keys().delete_by_owner(user.id).await?;
            }
            self.save(unit, &user).await?;
        }
        Ok(())
    }
}
