use super::Keys;
use crate::find::FindError;
use crate::id::{KeyId, UserId};

impl Keys {
    /// Deletes a key of `owner`; from then on it is refused everywhere.
    #[tracing::instrument(name = "keys.delete", skip_all)]
    pub async fn delete(&self, owner: UserId, id: KeyId) -> Result<(), FindError> {
        let unit = self.ports.store.begin().await?;
        let found = unit.keys().find_by_id(id).await?;
        found
            .filter(|key| key.owner == owner)
            .ok_or(FindError::NotFound("API key"))?;
        // Whoever deletes it concurrently achieves the same.
        unit.keys().delete(id).await?;
        unit.commit().await?;
        Ok(())
    }
}
