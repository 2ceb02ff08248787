use korotko_core::Revision;
use korotko_core::collection::{Collection, CollectionName};
use korotko_core::id::{CollectionId, UserId};
use korotko_core::ports::{InsertCollection, StoreError};

use super::Table;

/// The collections, without a count of their links.
#[derive(Debug, Clone, Default)]
pub(crate) struct CollectionTable(Table<CollectionId, Collection>);

impl CollectionTable {
    pub(crate) fn find(&self, id: CollectionId) -> Option<&Collection> {
        self.0.get(id)
    }

    /// The collections of this user, in ascending id order.
    pub(crate) fn ids_of(&self, owner: UserId) -> Vec<CollectionId> {
        self.0.ids(|collection| collection.owner == owner)
    }

    pub(crate) fn find_by_name(
        &self,
        owner: UserId,
        name: &CollectionName,
    ) -> Option<CollectionId> {
        let folded = name.folded();
        let mut theirs = self.0.rows().filter(|collection| collection.owner == owner);
        let named = theirs.find(|collection| collection.name.folded() == folded);
        named.map(|collection| collection.id)
    }

    pub(crate) fn insert(&mut self, new: &InsertCollection) -> Result<Collection, StoreError> {
        if self.find_by_name(new.owner, &new.name).is_some() {
            return Err(StoreError::Conflict);
        }
        let collection = Collection {
            id: CollectionId(self.0.next_id()),
            owner: new.owner,
            name: new.name.clone(),
            description: new.description.clone(),
            links: 0,
            created_at: new.created_at,
            updated_at: new.created_at,
            revision: Revision::FIRST,
        };
        self.0.put(collection.id, collection.clone());
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
        self.0.put(changed.id, written);
        Ok(())
    }

    /// Removes a row to which no other table may refer.
    pub(crate) fn delete(&mut self, id: CollectionId) -> bool {
        self.0.remove(id)
    }
}
