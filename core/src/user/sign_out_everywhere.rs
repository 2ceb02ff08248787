use super::{EndedKeys, KeyEnd, User, Users};
use crate::ports::StoreError;

impl Users {
    /// Ends all sessions of a signed-in user, and invalidates mailed reset tokens; `with_keys` also deletes their API keys.
    pub async fn sign_out_everywhere(
        &self,
        user: &User,
        with_keys: bool,
    ) -> Result<(), StoreError> {
        let ended = self.end_sessions(user, with_keys).await?;
        if let Some(ended) = ended {
            ended.log(None);
        }
        Ok(())
    }

    /// Does the same, and tells which keys it ended.
    #[tracing::instrument(name = "users.sign_out_everywhere", skip_all, fields(user = %user.id))]
    async fn end_sessions(
        &self,
        user: &User,
        with_keys: bool,
    ) -> Result<Option<EndedKeys>, StoreError> {
        let unit = self.ports.store.begin().await?;
        // An account deleted concurrently has no sessions either.
        let Some(mut user) = unit.users().find_for_update(user.id).await? else {
            return Ok(None);
        };
        user.end_sessions();
        let mut ended = None;
        if with_keys {
            ended = Some(EndedKeys::delete_all(&*unit, user.id, KeyEnd::SignedOut).await?);
        }
        self.save(unit, &user).await?;
        Ok(ended)
    }
}
