use async_trait::async_trait;
use korotko_core::id::{CollectionId, ImportId, LinkId, UserId};
use korotko_core::ports::{ImportRepository, StoreError, Timestamp};

use crate::rows::Rows;
use crate::tables::some;

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

    async fn abandon(&self, import: ImportId) -> Result<(), StoreError> {
        self.write(|state| {
            state.imports.abandon(import);
            Ok(())
        })
    }

    async fn remove_abandoned(&self, since: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| {
            let first = state.imports.abandoned(since).into_iter().next();
            Ok(first.map_or(0, |id| state.remove_import(id, some(limit))))
        })
    }
}
