use super::{Link, Links};
use crate::fault::fault;
use crate::id::{LinkId, UserId};
use crate::ports::StoreError;

/// Why a link is not shown.
#[derive(Debug, thiserror::Error)]
pub enum FindLinkError {
    /// There is none of this id, or it is deleted, or somebody else's; which, is not told.
    #[error("there is no such link")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Links {
    /// A link of `owner` that is not deleted.
    #[tracing::instrument(name = "links.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: LinkId) -> Result<Link, FindLinkError> {
        let found = self.ports.store.links().find_by_id(id).await?;
        found
            .filter(|link| link.is_kept_by(owner))
            .ok_or(FindLinkError::NotFound)
    }
}

fault!(FindLinkError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found"],
    passed_on: [Store],
});
