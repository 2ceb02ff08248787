use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::{Link, Namespace, Slug};
use korotko_core::ports::{StoreError, Timestamp, TombstoneRepository};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl TombstoneRepository for Rows {
    async fn find_latest(
        &self,
        namespace: Namespace,
        slug: &Slug,
        deleted_after: Timestamp,
    ) -> Result<Option<Link>, StoreError> {
        self.read(|state| {
            let latest = state.links.find_tombstone(namespace, slug);
            latest
                .filter(|link| link.deleted_at.is_some_and(|at| at > deleted_after))
                .cloned()
        })
    }

    async fn clear(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| {
            let old: Vec<LinkId> = state.links.ids_deleted(until).collect();
            let cleared = old.into_iter().filter(|id| state.clear_link(*id));
            Ok(cleared.take(some(limit)).count() as u64)
        })
    }

    async fn delete(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| {
            let old: Vec<LinkId> = state.links.ids_deleted(until).take(some(limit)).collect();
            for id in &old {
                state.delete_link(*id);
            }
            Ok(old.len() as u64)
        })
    }

    async fn purge_deleted_accounts(&self, _limit: u64) -> Result<u64, StoreError> {
        // Accounts are deleted with all their rows.
        Ok(0)
    }
}
