use async_trait::async_trait;
use korotko_core::id::{CollectionId, ImportId, LinkId, UserId};
use korotko_core::ports::{ImportRepository, StoreError, Timestamp};
use rpds::RedBlackTreeMapSync;

use crate::rows::{Rows, some};
use crate::state::State;

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
    rows: RedBlackTreeMapSync<ImportId, Import>,
    links: RedBlackTreeMapSync<LinkId, ImportId>,
    collections: RedBlackTreeMapSync<CollectionId, ImportId>,
    last_id: i64,
}

impl ImportTable {
    pub(crate) fn has_link(&self, id: LinkId) -> bool {
        self.links.contains_key(&id)
    }

    pub(crate) fn has_collection(&self, id: CollectionId) -> bool {
        self.collections.contains_key(&id)
    }

    fn begin(&mut self, owner: UserId, now: Timestamp) -> ImportId {
        self.last_id += 1;
        let id = ImportId(self.last_id);
        let import = Import {
            owner,
            staged_at: now,
            given_up: false,
        };
        self.rows.insert_mut(id, import);
        id
    }

    /// The import, if it is under way.
    fn find(&mut self, id: ImportId) -> Option<&mut Import> {
        self.rows.get_mut(&id).filter(|import| !import.given_up)
    }

    fn stage(
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

    fn complete(&mut self, id: ImportId) -> bool {
        if self.find(id).is_none() {
            return false;
        }
        self.forget(id);
        true
    }

    /// What an import staged is as if it had not been.
    fn forget(&mut self, id: ImportId) {
        for link in self.links_of(id) {
            self.links.remove_mut(&link);
        }
        for set in self.collections_of(id) {
            self.collections.remove_mut(&set);
        }
        self.rows.remove_mut(&id);
    }

    fn links_of(&self, id: ImportId) -> Vec<LinkId> {
        let staged = self.links.iter().filter(|(_, import)| **import == id);
        staged.map(|(link, _)| *link).collect()
    }

    fn collections_of(&self, id: ImportId) -> Vec<CollectionId> {
        let staged = self.collections.iter();
        let staged = staged.filter(|(_, import)| **import == id);
        staged.map(|(set, _)| *set).collect()
    }

    /// Those that will never be completed.
    fn given_up(&mut self, since: Timestamp) -> Vec<ImportId> {
        let ids: Vec<ImportId> = self.rows.keys().copied().collect();
        for id in &ids {
            if let Some(import) = self.rows.get_mut(id) {
                import.given_up |= import.staged_at < since;
            }
        }
        let given_up = self.rows.iter().filter(|(_, import)| import.given_up);
        given_up.map(|(id, _)| *id).collect()
    }
}

impl State {
    /// Removes an import and all that it staged.
    fn remove_import(&mut self, id: ImportId, limit: usize) -> u64 {
        let links = self.imports.links_of(id);
        let some: Vec<LinkId> = links.iter().copied().take(limit).collect();
        for link in &some {
            self.delete_link(*link);
            self.imports.links.remove_mut(link);
        }
        if some.len() < links.len() {
            return some.len() as u64;
        }
        let sets = self.imports.collections_of(id);
        for set in &sets {
            self.delete_collection(*set);
        }
        self.imports.forget(id);
        (some.len() + sets.len() + 1) as u64
    }

    /// Removes the imports of a user.
    pub(crate) fn remove_imports_of(&mut self, owner: UserId) {
        let imports = self.imports.rows.iter();
        let theirs = imports.filter(|(_, import)| import.owner == owner);
        let theirs: Vec<ImportId> = theirs.map(|(id, _)| *id).collect();
        for id in theirs {
            self.remove_import(id, usize::MAX);
        }
    }
}

#[async_trait]
impl ImportRepository for Rows {
    async fn begin(&self, owner: UserId, now: Timestamp) -> Result<ImportId, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(owner))?;
            Ok(state.imports.begin(owner, now))
        })
    }

    async fn stage(
        &self,
        import: ImportId,
        links: &[LinkId],
        collections: &[CollectionId],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.imports.stage(import, links, collections, now)))
    }

    async fn complete(&self, import: ImportId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.imports.complete(import)))
    }

    async fn give_up(&self, import: ImportId) -> Result<(), StoreError> {
        self.write(|state| {
            if let Some(import) = state.imports.find(import) {
                import.given_up = true;
            }
            Ok(())
        })
    }

    async fn remove_given_up(&self, since: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| {
            let first = state.imports.given_up(since).into_iter().next();
            Ok(first.map_or(0, |id| state.remove_import(id, some(limit))))
        })
    }
}
