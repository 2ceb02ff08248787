use korotko_core::id::{ImportId, LinkId, UserId};

use crate::state::State;

impl State {
    /// Removes an import and its staged rows, up to `limit` links at a time.
    pub(crate) fn remove_import(&mut self, id: ImportId, limit: usize) -> u64 {
        let links = self.imports.links_of(id);
        let some: Vec<LinkId> = links.iter().copied().take(limit).collect();
        for link in &some {
            self.delete_link(*link);
            self.imports.forget_link(*link);
        }
        if some.len() < links.len() {
            return some.len() as u64;
        }
        let collections = self.imports.collections_of(id);
        for collection in &collections {
            self.delete_collection(*collection);
        }
        self.imports.forget(id);
        (some.len() + collections.len() + 1) as u64
    }

    /// Removes the imports of a user.
    pub(crate) fn remove_imports_of(&mut self, owner: UserId) {
        for id in self.imports.ids_of(owner) {
            self.remove_import(id, usize::MAX);
        }
    }
}
