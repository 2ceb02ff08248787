use chrono::{DateTime, Utc};
use korotko_core::administration::AuditRecord;
use korotko_core::user::Email;
use poem_openapi::Object;
use poem_openapi::types::Example;

use crate::api::examples;

/// What an administrator did.
#[derive(Debug, Object)]
#[oai(example, rename = "AuditEntry")]
pub(crate) struct AuditEntryView {
    /// The id, which is never reused.
    pub id: i64,
    /// When it happened.
    pub created_at: DateTime<Utc>,
    /// The id of the administrator; `null` for the command line.
    #[oai(nullable)]
    pub actor_id: Option<i64>,
    /// The e-mail address of the administrator; `null` for the command line, and once the account is deleted.
    #[oai(nullable)]
    pub actor_email: Option<String>,
    /// What was done: `user.promote`, `user.demote`, `user.disable`, `user.enable`, `user.verify`, `user.delete`,
    /// `invitation.create`, `invitation.delete`, `link.block`, `link.unblock`, `link.delete`, `key.delete`, `keys.delete` (all of a
    /// user), `abuse-report.close` or `job.retry`. More may be added.
    pub action: String,
    /// What it concerned: `user`, `invitation`, `link`, `key`, `abuse-report` or `job`.
    pub subject_kind: String,
    /// The id of that.
    pub subject_id: i64,
    /// The e-mail address of a user whom it concerned; `null` for others, and once the account is deleted.
    #[oai(nullable)]
    pub subject_email: Option<String>,
    /// What else is worth knowing, such as the share URL of a deleted link; `null` for nothing.
    #[oai(nullable)]
    pub details: Option<String>,
}

impl From<&AuditRecord> for AuditEntryView {
    fn from(record: &AuditRecord) -> Self {
        let entry = &record.entry;
        let typed = |email: &Email| email.as_typed().to_owned();
        Self {
            id: entry.id.0,
            created_at: entry.created_at,
            actor_id: entry.actor.user().map(|user| user.0),
            actor_email: record.actor_email.as_ref().map(typed),
            action: entry.action.clone(),
            subject_kind: entry.subject_kind.clone(),
            subject_id: entry.subject_id,
            subject_email: record.subject_email.as_ref().map(typed),
            details: entry.details.clone(),
        }
    }
}

impl Example for AuditEntryView {
    fn example() -> Self {
        Self {
            id: 1,
            created_at: examples::past(),
            actor_id: Some(1),
            actor_email: Some(examples::EMAIL.to_owned()),
            action: "link.delete".to_owned(),
            subject_kind: "link".to_owned(),
            subject_id: 7,
            subject_email: None,
            details: Some(examples::SHARE_URL.to_owned()),
        }
    }
}
