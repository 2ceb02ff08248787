use async_trait::async_trait;
use korotko_core::id::{KeyId, UserId};
use korotko_core::key::{ApiKey, KeyHash};
use korotko_core::ports::{InsertKey, KeyQuery, KeyRepository, StoreError, Timestamp};

use crate::rows::Rows;

#[async_trait]
impl KeyRepository for Rows {
    async fn find_by_id(&self, id: KeyId) -> Result<Option<ApiKey>, StoreError> {
        self.read(|state| state.keys.find(id).cloned())
    }

    async fn find_by_hash(&self, hash: &KeyHash) -> Result<Option<ApiKey>, StoreError> {
        self.read(|state| state.keys.find_by_hash(hash).cloned())
    }

    async fn list(&self, query: &KeyQuery) -> Result<Vec<ApiKey>, StoreError> {
        self.read(|state| state.keys.list(query))
    }

    async fn insert(&self, key: &InsertKey) -> Result<ApiKey, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(key.owner))?;
            state.keys.insert(key)
        })
    }

    async fn record_use(
        &self,
        id: KeyId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.keys.record_use(id, at, unless_after)))
    }

    async fn delete(&self, id: KeyId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.keys.delete(id)))
    }

    async fn delete_by_owner(&self, owner: UserId) -> Result<Vec<KeyId>, StoreError> {
        self.write(|state| Ok(state.keys.delete_by_owner(owner)))
    }
}
