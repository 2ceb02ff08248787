use super::{ApiKey, Keys};
use crate::find::FindError;
use crate::id::{KeyId, UserId};

impl Keys {
    /// Returns a key of `owner`.
    #[tracing::instrument(name = "keys.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: KeyId) -> Result<ApiKey, FindError> {
        let found = self.ports.store.keys().find_by_id(id).await?;
        found
            .filter(|key| key.owner == owner)
            .ok_or(FindError::NotFound("API key"))
    }
}
