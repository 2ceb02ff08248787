use super::Administration;
use crate::ports::StoreError;

impl Administration {
    /// Whether the store can serve now. One whose data is damaged may still be read, so that administrators learn of it here.
    #[tracing::instrument(name = "administration.check_store", skip_all)]
    pub async fn check_store(&self) -> Result<(), StoreError> {
        self.ports.store.check().await
    }
}
