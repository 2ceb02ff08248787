use async_trait::async_trait;
use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{
    CollectionQuery, CollectionRepository, InsertCollection, Membership, StoreError,
};

use crate::rows::Rows;
use crate::state::State;

impl State {
    fn list_collections(&self, query: &CollectionQuery) -> Vec<Collection> {
        let named = query.name.as_ref();
        let named = named.map(|name| self.collections.find_by_name(query.owner, name));
        let has_link = |collection| {
            query
                .link
                .is_none_or(|link| self.memberships.contains(Membership { collection, link }))
        };
        let newest_first = self.collections.ids_of(query.owner).into_iter().rev();
        newest_first
            .filter(|id| query.after.is_none_or(|after| *id < after))
            .filter(|id| named.is_none_or(|named| named == Some(*id)))
            .filter(|id| has_link(*id))
            .filter(|id| !self.imports.has_collection(*id))
            .take(query.limit as usize)
            .filter_map(|id| self.find_collection(id))
            .collect()
    }
}

#[async_trait]
impl CollectionRepository for Rows {
    async fn find_by_id(&self, id: CollectionId) -> Result<Option<Collection>, StoreError> {
        self.read(|state| state.find_collection(id))
    }

    async fn find_for_update(&self, id: CollectionId) -> Result<Option<Collection>, StoreError> {
        self.read_for_update(|state| state.find_collection(id))
    }

    async fn list(&self, query: &CollectionQuery) -> Result<Vec<Collection>, StoreError> {
        self.read(|state| state.list_collections(query))
    }

    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError> {
        self.read(|state| state.collections.ids_of(owner).len() as u64)
    }

    async fn insert(&self, collection: &InsertCollection) -> Result<Collection, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(collection.owner))?;
            state.collections.insert(collection)
        })
    }

    async fn update(&self, collection: &Collection) -> Result<(), StoreError> {
        self.write(|state| state.collections.update(collection))
    }

    async fn delete(&self, id: CollectionId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.delete_collection(id)))
    }
}
