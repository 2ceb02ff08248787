use korotko_core::id::{KeyId, UserId};
use korotko_core::key::{ApiKey, KeyHash};
use korotko_core::ports::{InsertKey, KeyQuery, StoreError, Timestamp};

use super::Table;

#[derive(Debug, Clone)]
struct KeyRow {
    key: ApiKey,
    hash: KeyHash,
}

/// The API keys.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeyTable(Table<KeyId, KeyRow>);

impl KeyTable {
    pub(crate) fn find(&self, id: KeyId) -> Option<&ApiKey> {
        self.0.get(id).map(|row| &row.key)
    }

    pub(crate) fn find_by_hash(&self, hash: &KeyHash) -> Option<&ApiKey> {
        let mut rows = self.0.rows();
        rows.find(|row| row.hash == *hash).map(|row| &row.key)
    }

    pub(crate) fn list(&self, query: &KeyQuery) -> Vec<ApiKey> {
        let newest_first = self.0.rows().rev().map(|row| &row.key);
        newest_first
            .filter(|key| query.owner.is_none_or(|owner| key.owner == owner))
            .filter(|key| query.after.is_none_or(|after| key.id < after))
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn insert(&mut self, new: &InsertKey) -> Result<ApiKey, StoreError> {
        if self.find_by_hash(&new.hash).is_some() {
            return Err(StoreError::Conflict);
        }
        let key = ApiKey {
            id: KeyId(self.0.next_id()),
            owner: new.owner,
            name: new.name.clone(),
            prefix: new.prefix.clone(),
            scopes: new.scopes.clone(),
            expires_at: new.expires_at,
            last_used_at: None,
            created_at: new.created_at,
        };
        let row = KeyRow {
            key: key.clone(),
            hash: new.hash,
        };
        self.0.put(key.id, row);
        Ok(key)
    }

    pub(crate) fn record_use(&mut self, id: KeyId, at: Timestamp, unless_after: Timestamp) -> bool {
        let Some(row) = self.0.get_mut(id) else {
            return false;
        };
        let due = row.key.last_used_at.is_none_or(|last| last <= unless_after);
        if due {
            row.key.last_used_at = Some(at);
        }
        due
    }

    pub(crate) fn delete(&mut self, id: KeyId) -> bool {
        self.0.remove(id)
    }

    pub(crate) fn delete_by_owner(&mut self, owner: UserId) -> Vec<KeyId> {
        let keys = self.0.ids(|row| row.key.owner == owner);
        keys.into_iter().filter(|key| self.0.remove(*key)).collect()
    }
}
