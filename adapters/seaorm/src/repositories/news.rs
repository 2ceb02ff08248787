use async_trait::async_trait;
use korotko_core::ports::{Change, News, StoreError};
use sea_orm::ConnectionTrait;

use crate::session::Session;

/// The changes are written right before the commit.
#[async_trait]
impl<C: ConnectionTrait + Send + Sync> News for Session<C> {
    async fn announce(&self, changes: &[Change]) -> Result<(), StoreError> {
        self.announced().extend_from_slice(changes);
        Ok(())
    }
}
