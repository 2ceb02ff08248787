use async_trait::async_trait;
use korotko_core::link::{Namespace, Route, Slug};
use korotko_core::ports::{RouteFinder, StoreError};

use crate::SeaStore;

#[async_trait]
impl RouteFinder for SeaStore {
    async fn find_route(
        &self,
        namespace: Namespace,
        slug: &Slug,
    ) -> Result<Option<Route>, StoreError> {
        self.look_ups.find(namespace, slug).await
    }

    /// Does nothing: routes are not cached here.
    fn forget(&self, _namespace: Namespace, _slug: &Slug) {}

    fn forget_all(&self) {}
}
