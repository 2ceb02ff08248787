use super::Keys;
use crate::find::FindError;
use crate::id::{KeyId, UserId};
use crate::user::EndedKeys;

impl Keys {
    /// Deletes a key of `owner`; from then on it is refused everywhere.
    pub async fn delete(&self, owner: UserId, id: KeyId) -> Result<(), FindError> {
        // Whoever deletes it concurrently achieves the same.
        if self.try_delete(owner, id).await? {
            EndedKeys::deleted(owner, id).log(None);
        }
        Ok(())
    }

    /// Does the same; returns whether the key still existed.
    #[tracing::instrument(name = "keys.delete", skip_all)]
    async fn try_delete(&self, owner: UserId, id: KeyId) -> Result<bool, FindError> {
        let unit = self.ports.store.begin().await?;
        let found = unit.keys().find_by_id(id).await?;
        found
            .filter(|key| key.owner == owner)
            .ok_or(FindError::NotFound("API key"))?;
        let existed = unit.keys().delete(id).await?;
        unit.commit().await?;
        Ok(existed)
    }
}
