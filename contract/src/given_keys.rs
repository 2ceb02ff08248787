//! The building blocks of the checks of API keys.

use std::ops::RangeInclusive;

use super::StoreFixture;
use super::given::{moment, write};
use korotko_core::id::{KeyId, UserId};
use korotko_core::key::{ApiKey, KeyHash, KeyName, KeyScope, KeyScopes};
use korotko_core::ports::{InsertKey, KeyQuery, Timestamp};

/// The hash of a key's secret, which differs from those of similar numbers in its last byte alone.
pub(super) fn hash(number: u8) -> KeyHash {
    let mut bytes = [0xf5; 32];
    bytes[0] = 0;
    bytes[31] = number;
    KeyHash(bytes)
}

/// A key with the hash of this number.
pub(super) fn new_key(owner: UserId, number: u8) -> InsertKey {
    InsertKey {
        owner,
        name: KeyName::parse("Расширение").unwrap(),
        prefix: "kor_ABCdef".to_owned(),
        hash: hash(number),
        scopes: KeyScopes::new(&[KeyScope::LinksRead, KeyScope::StatsRead]),
        expires_at: None,
        created_at: moment(0),
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_key(&self, key: &InsertKey) -> ApiKey {
        write(self, async |unit| unit.keys().insert(key).await).await
    }

    /// Keys with the hashes of these numbers, in their order.
    pub(super) async fn insert_keys(
        &self,
        owner: UserId,
        numbers: RangeInclusive<u8>,
    ) -> Vec<ApiKey> {
        let mut keys = Vec::new();
        for number in numbers {
            keys.push(self.insert_key(&new_key(owner, number)).await);
        }
        keys
    }

    pub(super) async fn record_use(
        &self,
        id: KeyId,
        at: Timestamp,
        unless_after: Timestamp,
    ) -> bool {
        write(self, async |unit| {
            unit.keys().record_use(id, at, unless_after).await
        })
        .await
    }

    pub(super) async fn delete_key(&self, id: KeyId) -> bool {
        write(self, async |unit| unit.keys().delete(id).await).await
    }

    pub(super) async fn find_key(&self, id: KeyId) -> Option<ApiKey> {
        self.store.keys().find_by_id(id).await.unwrap()
    }

    pub(super) async fn find_key_by_hash(&self, number: u8) -> Option<ApiKey> {
        let found = self.store.keys().find_by_hash(&hash(number)).await;
        found.unwrap()
    }

    /// The newest keys of all users or of one, up to `limit`, after the cursor.
    pub(super) async fn list_keys(
        &self,
        owner: Option<UserId>,
        after: Option<KeyId>,
        limit: u32,
    ) -> Vec<ApiKey> {
        let query = KeyQuery {
            owner,
            after,
            limit,
        };
        self.store.keys().list(&query).await.unwrap()
    }
}
