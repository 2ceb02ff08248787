use korotko_core::Revision;
use korotko_core::collection::{Collection, CollectionName};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{InsertCollection, StoreError};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

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

    pub(crate) fn find_by_name(
        &self,
        owner: UserId,
        name: &CollectionName,
    ) -> Option<CollectionId> {
        self.by_name.get(&(owner, name.folded())).copied()
    }

    pub(crate) fn insert(&mut self, new: &InsertCollection) -> Result<Collection, StoreError> {
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

    pub(crate) fn update(&mut self, changed: &Collection) -> Result<(), StoreError> {
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
