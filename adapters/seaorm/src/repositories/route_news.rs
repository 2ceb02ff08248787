use async_trait::async_trait;
use korotko_core::ports::{RouteChange, RouteNews, StoreError};
use sea_orm::ConnectionTrait;

use crate::session::Session;

/// The changes are written right before the commit.
#[async_trait]
impl<C: ConnectionTrait + Send + Sync> RouteNews for Session<C> {
    async fn announce(&self, changes: &[RouteChange]) -> Result<(), StoreError> {
        self.announced().extend_from_slice(changes);
        Ok(())
    }
}
