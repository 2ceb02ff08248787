use super::{Collection, Collections};
use crate::find::FindError;
use crate::id::{CollectionId, UserId};

impl Collections {
    /// Returns a collection of `owner`.
    #[tracing::instrument(name = "collections.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: CollectionId) -> Result<Collection, FindError> {
        let found = self.ports.store.collections().find_by_id(id).await?;
        found
            .filter(|collection| collection.owner == owner)
            .ok_or(FindError::NotFound("collection"))
    }
}
