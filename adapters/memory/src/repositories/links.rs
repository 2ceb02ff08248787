use async_trait::async_trait;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkQuery, LinkRepository, LinkScan, StoreError};

use crate::rows::Rows;

#[async_trait]
impl LinkRepository for Rows {
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        self.read(|state| state.find_link(id).cloned())
    }

    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        self.read_for_update(|state| state.find_link(id).cloned())
    }

    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError> {
        self.try_read(|state| state.list_links(query))
    }

    async fn scan(&self, scan: &LinkScan) -> Result<Vec<Link>, StoreError> {
        self.read(|state| state.scan_links(scan))
    }

    async fn count_by_owner(&self, owner: UserId) -> Result<u64, StoreError> {
        self.read(|state| {
            let owned = state.links.owned_by(owner);
            owned.filter(|link| link.deleted_at.is_none()).count() as u64
        })
    }

    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError> {
        self.write(|state| {
            state.refuse_unknown(link.owner)?;
            state.links.insert(link)
        })
    }

    async fn update(&self, link: &Link) -> Result<(), StoreError> {
        self.write(|state| state.update_link(link))
    }
}
