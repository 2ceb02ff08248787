use korotko_core::id::{CollectionId, ImportId, LinkId, UserId};
use korotko_core::ports::Timestamp;
use rpds::RedBlackTreeMapSync;

use super::Table;

/// A running or abandoned import.
#[derive(Debug, Clone)]
struct Import {
    owner: UserId,
    staged_at: Timestamp,
    abandoned: bool,
}

/// The imports, and their staged rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct ImportTable {
    rows: Table<ImportId, Import>,
    links: RedBlackTreeMapSync<LinkId, ImportId>,
    collections: RedBlackTreeMapSync<CollectionId, ImportId>,
}

impl ImportTable {
    pub(crate) fn has_link(&self, id: LinkId) -> bool {
        self.links.contains_key(&id)
    }

    pub(crate) fn has_collection(&self, id: CollectionId) -> bool {
        self.collections.contains_key(&id)
    }

    pub(crate) fn begin(&mut self, owner: UserId, now: Timestamp) -> ImportId {
        let id = ImportId(self.rows.next_id());
        let import = Import {
            owner,
            staged_at: now,
            abandoned: false,
        };
        self.rows.put(id, import);
        id
    }

    /// The import, if it is running.
    fn find(&mut self, id: ImportId) -> Option<&mut Import> {
        self.rows.get_mut(id).filter(|import| !import.abandoned)
    }

    pub(crate) fn stage(
        &mut self,
        id: ImportId,
        links: &[LinkId],
        collections: &[CollectionId],
        now: Timestamp,
    ) -> bool {
        let Some(import) = self.find(id) else {
            return false;
        };
        import.staged_at = now;
        for link in links {
            self.links.insert_mut(*link, id);
        }
        for collection in collections {
            self.collections.insert_mut(*collection, id);
        }
        true
    }

    pub(crate) fn complete(&mut self, id: ImportId) -> bool {
        if self.find(id).is_none() {
            return false;
        }
        self.forget(id);
        true
    }

    pub(crate) fn abandon(&mut self, id: ImportId) {
        if let Some(import) = self.find(id) {
            import.abandoned = true;
        }
    }

    /// The imports of this user.
    pub(crate) fn ids_of(&self, owner: UserId) -> Vec<ImportId> {
        self.rows.ids(|import| import.owner == owner)
    }

    pub(crate) fn forget_link(&mut self, link: LinkId) {
        self.links.remove_mut(&link);
    }

    /// Removes an import; its rows are no longer staged.
    pub(crate) fn forget(&mut self, id: ImportId) {
        for link in self.links_of(id) {
            self.links.remove_mut(&link);
        }
        for collection in self.collections_of(id) {
            self.collections.remove_mut(&collection);
        }
        self.rows.remove(id);
    }

    pub(crate) fn links_of(&self, id: ImportId) -> Vec<LinkId> {
        let staged = self.links.iter().filter(|(_, import)| **import == id);
        staged.map(|(link, _)| *link).collect()
    }

    pub(crate) fn collections_of(&self, id: ImportId) -> Vec<CollectionId> {
        let staged = self.collections.iter();
        let staged = staged.filter(|(_, import)| **import == id);
        staged.map(|(collection, _)| *collection).collect()
    }

    /// The imports that will never be completed.
    pub(crate) fn abandoned(&mut self, since: Timestamp) -> Vec<ImportId> {
        let is_abandoned = |import: &Import| import.abandoned || import.staged_at < since;
        let ids = self.rows.ids(is_abandoned);
        for id in &ids {
            self.abandon(*id);
        }
        ids
    }
}
