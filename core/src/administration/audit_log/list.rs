use super::AuditEntry;
use crate::administration::Administration;
use crate::id::{AuditEntryId, UserId};
use crate::page::Page;
use crate::ports::{AuditQuery, StoreError};
use crate::user::Email;

/// An entry of the audit log, with the addresses of the users who still exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRecord {
    /// The entry.
    pub entry: AuditEntry,
    /// The address of the administrator who acted.
    pub actor_email: Option<Email>,
    /// The address of the user whom the action concerns.
    pub subject_email: Option<Email>,
}

impl Administration {
    /// Up to `limit` entries of the audit log, newest first, after the cursor `after`; with `user` only those by or about this
    /// user.
    #[tracing::instrument(name = "administration.list_audit_log", skip_all)]
    pub async fn list_audit_log(
        &self,
        user: Option<UserId>,
        after: Option<AuditEntryId>,
        limit: u32,
    ) -> Result<Page<AuditRecord, AuditEntryId>, StoreError> {
        let query = AuditQuery {
            user,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.audit_log().list(&query).await?;
        let Page { items, next } = Page::split(found, limit, |entry| entry.id);
        let items = self.with_addresses(items).await?;
        Ok(Page { items, next })
    }

    async fn with_addresses(
        &self,
        entries: Vec<AuditEntry>,
    ) -> Result<Vec<AuditRecord>, StoreError> {
        let users = entries.iter();
        let users = users.flat_map(|entry| [entry.actor.user(), entry.subject_user()]);
        let users = self.users_by_id(users.flatten().collect()).await?;
        let email = |user: Option<UserId>| Some(users.get(&user?)?.email.clone());
        let records = entries.into_iter().map(|entry| AuditRecord {
            actor_email: email(entry.actor.user()),
            subject_email: email(entry.subject_user()),
            entry,
        });
        Ok(records.collect())
    }
}
