use korotko_core::administration::AuditEntry;
use korotko_core::id::AuditEntryId;
use korotko_core::ports::{AuditQuery, InsertAuditEntry, Timestamp};

use super::{Table, some};

/// The audit log.
#[derive(Debug, Clone, Default)]
pub(crate) struct AuditLogTable(Table<AuditEntryId, AuditEntry>);

impl AuditLogTable {
    pub(crate) fn insert(&mut self, new: &InsertAuditEntry) -> AuditEntry {
        let id = AuditEntryId(self.0.next_id());
        let entry = new.clone().into_entry(id);
        self.0.put(entry.id, entry.clone());
        entry
    }

    pub(crate) fn list(&self, query: &AuditQuery) -> Vec<AuditEntry> {
        let concerns = |entry: &&AuditEntry| {
            let users = [entry.actor.user(), entry.subject_user()];
            query.user.is_none() || users.contains(&query.user)
        };
        let newest_first = self.0.rows().rev();
        newest_first
            .filter(|entry| query.after.is_none_or(|after| entry.id < after))
            .filter(concerns)
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    pub(crate) fn delete_until(&mut self, until: Timestamp, limit: u64) -> u64 {
        let is_old = |entry: &AuditEntry| entry.created_at <= until;
        self.0.remove_some(some(limit), is_old)
    }
}
