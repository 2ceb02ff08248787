use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use korotko_core::ports::{Change, Clock, News, NewsFeed, NewsListener, StoreError};

use crate::rows::Rows;
use crate::store::MemoryStore;

#[async_trait]
impl News for Rows {
    async fn announce(&self, changes: &[Change]) -> Result<(), StoreError> {
        self.announce(changes)
    }
}

#[async_trait]
impl NewsFeed for MemoryStore {
    async fn listen(&self, clock: Arc<dyn Clock>, listener: Arc<dyn NewsListener>) {
        self.rows.shared().add_listener(&listener);
        // A commit calls the listener before it returns, so nothing is ever missed.
        listener.complete(clock.uptime(), Duration::MAX);
        pending::<()>().await;
        drop(listener);
    }
}
