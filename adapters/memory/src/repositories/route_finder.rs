use async_trait::async_trait;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{RouteFinder, StoreError};

use crate::store::MemoryStore;

#[async_trait]
impl RouteFinder for MemoryStore {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        self.rows.read(|state| {
            let live = state.links.find_live(namespace, slug);
            let live = live.filter(|link| !state.imports.has_link(link.id));
            let link = live.or_else(|| state.links.find_tombstone(namespace, slug));
            let mut route = link.cloned().map(Route::from)?;
            let owner = link?.owner.and_then(|owner| state.users.find(owner));
            route.disabled |= owner.is_some_and(|owner| owner.links_disabled);
            Some(route)
        })
    }

    /// Nothing is cached here.
    fn forget(&self, _namespace: Namespace, _slug: &Slug) {}

    fn forget_all(&self) {}
}
