use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::administration::{Actor, AuditAction, AuditEntry, AuditSubject};
use crate::id::{AuditEntryId, UserId};

/// An entry to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertAuditEntry {
    /// When it happens.
    pub created_at: Timestamp,
    /// Who acts.
    pub actor: Actor,
    /// What is done.
    pub action: AuditAction,
    /// What it concerns.
    pub subject: AuditSubject,
    /// What else is worth knowing, without addresses.
    pub details: Option<String>,
}

impl InsertAuditEntry {
    /// The entry with `id`.
    #[must_use]
    pub fn into_entry(self, id: AuditEntryId) -> AuditEntry {
        AuditEntry {
            id,
            created_at: self.created_at,
            actor: self.actor,
            action: self.action.name().to_owned(),
            subject_kind: self.subject.kind().to_owned(),
            subject_id: self.subject.id(),
            details: self.details,
        }
    }
}

/// Which entries to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Only those whose actor or subject is this user.
    pub user: Option<UserId>,
    /// Only those after this one.
    pub after: Option<AuditEntryId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// The audit log. An entry is never changed; it stays when its actor or subject is deleted.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait AuditLogRepository: Send + Sync {
    /// Inserts an entry. MUST accept subjects that do not exist, and MUST NOT reuse an id.
    async fn insert(&self, entry: &InsertAuditEntry) -> Result<AuditEntry, StoreError>;

    /// The entries that match `query`, in descending id order.
    async fn list(&self, query: &AuditQuery) -> Result<Vec<AuditEntry>, StoreError>;

    /// Removes up to `limit` entries of acts at or before `until`; returns how many.
    async fn delete_until(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
