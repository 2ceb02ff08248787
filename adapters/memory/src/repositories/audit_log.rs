use async_trait::async_trait;
use korotko_core::administration::AuditEntry;
use korotko_core::ports::{
    AuditLogRepository, AuditQuery, InsertAuditEntry, StoreError, Timestamp,
};

use crate::rows::Rows;

#[async_trait]
impl AuditLogRepository for Rows {
    async fn insert(&self, entry: &InsertAuditEntry) -> Result<AuditEntry, StoreError> {
        self.write(|state| Ok(state.audit_log.insert(entry)))
    }

    async fn list(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, StoreError> {
        self.read(|state| state.audit_log.list(query))
    }

    async fn delete_until(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.audit_log.delete_until(until, limit)))
    }
}
