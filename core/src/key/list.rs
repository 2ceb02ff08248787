use super::{ApiKey, Keys};
use crate::id::{KeyId, UserId};
use crate::page::Page;
use crate::ports::{KeyQuery, StoreError};

impl Keys {
    /// Up to `limit` keys of `owner`, expired ones too, newest first, after the cursor `after`.
    #[tracing::instrument(name = "keys.list", skip_all)]
    pub async fn list(
        &self,
        owner: UserId,
        after: Option<KeyId>,
        limit: u32,
    ) -> Result<Page<ApiKey, KeyId>, StoreError> {
        let query = KeyQuery {
            owner: Some(owner),
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.keys().list(&query).await?;
        Ok(Page::split(found, limit, |key| key.id))
    }
}
