use super::{FindLinkError, Links};
use crate::id::{LinkId, UserId};

impl Links {
    /// Deletes a link of `owner`. Its row stays as a tombstone, so that the code answers "gone".
    #[tracing::instrument(name = "links.delete", skip_all)]
    pub async fn delete(&self, owner: UserId, id: LinkId) -> Result<(), FindLinkError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        let held = unit.links().find_for_update(id).await?;
        let mut link = held
            .filter(|link| link.is_live_and_of(owner))
            .ok_or(FindLinkError::NotFound)?;
        link.deleted_at = Some(now);
        link.updated_at = now;
        unit.links().update(&link).await?;
        unit.commit().await?;
        Ok(())
    }
}
