use korotko_core::administration::{AuditRecord, AuditSubject};
use korotko_core::id::UserId;
use korotko_core::user::Email;

use super::names::{act_name, subject_name, subject_path};
use crate::moment::Moment;
use crate::visit::Visit;

/// What an administrator did.
#[derive(Debug)]
pub(super) struct RecordView {
    pub(super) when: Moment,
    /// Who: an address, or the number of a deleted account.
    pub(super) actor: String,
    /// What.
    pub(super) act: String,
    /// Whom or what it concerned.
    pub(super) subject: String,
    /// The page of that, unless it is a deleted account.
    pub(super) path: Option<String>,
    pub(super) details: Option<String>,
}

impl RecordView {
    pub(super) fn new(visit: &Visit<'_>, record: &AuditRecord) -> Self {
        let (entry, texts) = (&record.entry, visit.texts());
        let (kind, id) = (&*entry.subject_kind, entry.subject_id);
        let has_page = kind != AuditSubject::USER || record.subject_email.is_some();
        let subject = record.subject_email.as_ref();
        let subject = subject.map(|email| email.as_typed().to_owned());
        Self {
            when: Moment::new(entry.created_at, visit.zone()),
            actor: match entry.actor.user() {
                Some(user) => actor_name(visit, user, record.actor_email.as_ref()),
                None => visit.text("audit-command-line"),
            },
            act: act_name(texts, &entry.action),
            subject: subject.unwrap_or_else(|| subject_name(texts, kind, id)),
            path: subject_path(kind, id).filter(|_| has_page),
            details: entry.details.clone(),
        }
    }
}

fn actor_name(visit: &Visit<'_>, user: UserId, email: Option<&Email>) -> String {
    let known = email.map(|email| email.as_typed().to_owned());
    known.unwrap_or_else(|| subject_name(visit.texts(), "user", user.0))
}
