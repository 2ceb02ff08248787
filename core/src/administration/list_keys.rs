use super::Administration;
use crate::find::FindError;
use crate::id::{KeyId, UserId};
use crate::key::ApiKey;
use crate::page::Page;
use crate::ports::{KeyQuery, StoreError};
use crate::user::User;

/// An API key with its owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundKey {
    /// The key.
    pub key: ApiKey,
    /// Its owner.
    pub owner: User,
}

impl Administration {
    /// Up to `limit` API keys of all users, or of `owner` alone, expired ones too, newest first, after the cursor `after`.
    #[tracing::instrument(name = "administration.list_keys", skip_all)]
    pub async fn list_keys(
        &self,
        owner: Option<UserId>,
        after: Option<KeyId>,
        limit: u32,
    ) -> Result<Page<FoundKey, KeyId>, StoreError> {
        let query = KeyQuery {
            owner,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.keys().list(&query).await?;
        let Page { items, next } = Page::split(found, limit, |key| key.id);
        let items = self.with_key_owners(items).await?;
        Ok(Page { items, next })
    }

    /// Any API key.
    #[tracing::instrument(name = "administration.read_key", skip_all)]
    pub async fn read_key(&self, id: KeyId) -> Result<FoundKey, FindError> {
        let key = self.ports.store.keys().find_by_id(id).await?;
        let found = self.with_key_owners(Vec::from_iter(key)).await?.pop();
        found.ok_or(FindError::NotFound("API key"))
    }

    /// A key whose owner was deleted in the meantime was deleted, too.
    async fn with_key_owners(&self, keys: Vec<ApiKey>) -> Result<Vec<FoundKey>, StoreError> {
        let owners = keys.iter().map(|key| key.owner).collect();
        let owners = self.users_by_id(owners).await?;
        let keys = keys.into_iter().filter_map(|key| {
            let owner = owners.get(&key.owner)?.clone();
            Some(FoundKey { key, owner })
        });
        Ok(keys.collect())
    }
}
