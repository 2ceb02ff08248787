use super::{Link, Links};
use crate::find::FindError;
use crate::id::{LinkId, UserId};

impl Links {
    /// A link of `owner` that is not deleted.
    #[tracing::instrument(name = "links.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: LinkId) -> Result<Link, FindError> {
        let found = self.ports.store.links().find_by_id(id).await?;
        found
            .filter(|link| link.belongs_to(owner))
            .ok_or(FindError::NotFound("link"))
    }
}
