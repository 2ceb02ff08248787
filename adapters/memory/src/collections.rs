use async_trait::async_trait;
use korotko_core::Revision;
use korotko_core::collection::{Collection, CollectionName};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{
    CollectionQuery, CollectionRepository, InsertCollection, Membership, StoreError,
};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::rows::Rows;
use crate::state::State;

/// The sets, without a count of their links, and which name is whose.
#[derive(Debug, Clone, Default)]
pub(crate) struct CollectionTable {
    rows: RedBlackTreeMapSync<CollectionId, Collection>,
    /// Of each owner the folded names.
    by_name: RedBlackTreeMapSync<(UserId, String), CollectionId>,
    by_owner: RedBlackTreeSetSync<(UserId, CollectionId)>,
    last_id: i64,
}

impl CollectionTable {
    pub(crate) fn find(&self, id: CollectionId) -> Option<&Collection> {
        self.rows.get(&id)
    }

    /// The sets of this user, by rising id.
    pub(crate) fn ids_of(&self, owner: UserId) -> Vec<CollectionId> {
        let first = (owner, CollectionId(i64::MIN));
        let last = (owner, CollectionId(i64::MAX));
        let theirs = self.by_owner.range(first..=last);
        theirs.map(|(_, id)| *id).collect()
    }

    fn find_by_name(&self, owner: UserId, name: &CollectionName) -> Option<CollectionId> {
        self.by_name.get(&(owner, name.folded())).copied()
    }

    fn insert(&mut self, new: &InsertCollection) -> Result<Collection, StoreError> {
        if self.find_by_name(new.owner, &new.name).is_some() {
            return Err(StoreError::Conflict);
        }
        self.last_id += 1;
        let collection = Collection {
            id: CollectionId(self.last_id),
            owner: new.owner,
            name: new.name.clone(),
            description: new.description.clone(),
            links: 0,
            created_at: new.created_at,
            updated_at: new.created_at,
            revision: Revision::FIRST,
        };
        self.put(collection.clone());
        Ok(collection)
    }

    fn update(&mut self, changed: &Collection) -> Result<(), StoreError> {
        let before = self.find(changed.id).ok_or(StoreError::Missing)?;
        let holder = self.find_by_name(before.owner, &changed.name);
        if holder.is_some_and(|holder| holder != changed.id) {
            return Err(StoreError::Conflict);
        }
        let written = Collection {
            name: changed.name.clone(),
            description: changed.description.clone(),
            updated_at: changed.updated_at,
            revision: changed.revision,
            ..before.clone()
        };
        self.delete(changed.id);
        self.put(written);
        Ok(())
    }

    fn put(&mut self, collection: Collection) {
        let name = (collection.owner, collection.name.folded());
        self.by_name.insert_mut(name, collection.id);
        self.by_owner.insert_mut((collection.owner, collection.id));
        self.rows.insert_mut(collection.id, collection);
    }

    /// Removes a row, of which nothing may be left in other tables.
    pub(crate) fn delete(&mut self, id: CollectionId) -> bool {
        if let Some(collection) = self.rows.get(&id) {
            let name = (collection.owner, collection.name.folded());
            self.by_name.remove_mut(&name);
            self.by_owner.remove_mut(&(collection.owner, id));
        }
        self.rows.remove_mut(&id)
    }
}

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
