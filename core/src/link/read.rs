use super::{Link, Links};
use crate::click::ClickTotals;
use crate::find::FindError;
use crate::id::{LinkId, UserId};

impl Links {
    /// A link of `owner` that is not deleted.
    #[tracing::instrument(name = "links.read", skip_all)]
    pub async fn read(&self, owner: UserId, id: LinkId) -> Result<Link, FindError> {
        self.find_own(owner, id).await
    }

    /// The clicks of a link of `owner` that is not deleted. Without a span: an open page asks every second, outside of any request, and each
    /// time would be a trace.
    pub async fn read_clicks(&self, owner: UserId, id: LinkId) -> Result<ClickTotals, FindError> {
        Ok(self.find_own(owner, id).await?.clicks)
    }

    async fn find_own(&self, owner: UserId, id: LinkId) -> Result<Link, FindError> {
        let found = self.ports.store.links().find_by_id(id).await?;
        found
            .filter(|link| link.belongs_to(owner))
            .ok_or(FindError::NotFound("link"))
    }
}
