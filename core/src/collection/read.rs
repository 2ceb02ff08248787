use super::{Collection, Collections};
use crate::fault::fault;
use crate::id::{CollectionId, UserId};
use crate::ports::StoreError;

/// Why a set is not shown.
#[derive(Debug, thiserror::Error)]
pub enum FindCollectionError {
    /// There is none of this id, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// A set of `owner`.
    #[tracing::instrument(name = "collections.read", skip_all)]
    pub async fn read(
        &self,
        owner: UserId,
        id: CollectionId,
    ) -> Result<Collection, FindCollectionError> {
        let found = self.ports.store.collections().find_by_id(id).await?;
        found
            .filter(|collection| collection.owner == owner)
            .ok_or(FindCollectionError::NotFound)
    }
}

fault!(FindCollectionError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found"],
    passed_on: [Store],
});
