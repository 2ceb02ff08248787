use korotko_core::id::{CollectionId, ImportId, LinkId, UserId};
use korotko_core::ports::Timestamp;
use rpds::RedBlackTreeMapSync;

use super::Table;

/// An import under way, or one that was given up.
#[derive(Debug, Clone)]
struct Import {
    owner: UserId,
    staged_at: Timestamp,
    given_up: bool,
}

/// The imports, and what they staged.
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
            given_up: false,
        };
        self.rows.put(id, import);
        id
    }

    /// The import, if it is under way.
    fn find(&mut self, id: ImportId) -> Option<&mut Import> {
        self.rows.get_mut(id).filter(|import| !import.given_up)
    }

    pub(crate) fn stage(
        &mut self,
        id: ImportId,
        links: &[LinkId],
        sets: &[CollectionId],
        now: Timestamp,
    ) -> bool {
        let Some(import) = self.find(id) else {
            return false;
        };
        import.staged_at = now;
        for link in links {
            self.links.insert_mut(*link, id);
        }
        for set in sets {
            self.collections.insert_mut(*set, id);
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

    pub(crate) fn give_up(&mut self, id: ImportId) {
        if let Some(import) = self.find(id) {
            import.given_up = true;
        }
    }

    /// The imports of this user.
    pub(crate) fn ids_of(&self, owner: UserId) -> Vec<ImportId> {
        self.rows.ids(|import| import.owner == owner)
    }

    pub(crate) fn forget_link(&mut self, link: LinkId) {
        self.links.remove_mut(&link);
    }

    /// What an import staged is as if it had not been.
    pub(crate) fn forget(&mut self, id: ImportId) {
        for link in self.links_of(id) {
            self.links.remove_mut(&link);
        }
        for set in self.collections_of(id) {
            self.collections.remove_mut(&set);
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
        staged.map(|(set, _)| *set).collect()
    }

    /// Those that will never be completed.
    pub(crate) fn given_up(&mut self, since: Timestamp) -> Vec<ImportId> {
        let is_given_up = |import: &Import| import.given_up || import.staged_at < since;
        let ids = self.rows.ids(is_given_up);
        for id in &ids {
            self.give_up(*id);
        }
        ids
    }
}
