//! What all acts have in common: the entry of the audit log is written in the unit of the act, and logged when that is committed.

use tracing::{Instrument, Span};

use super::{Actor, Administration, AuditAction, AuditEntry, AuditSubject};
use crate::fault::{Violations, fault};
use crate::id::{KeyId, UserId};
use crate::ports::{Change, InsertAuditEntry, StoreError, Timestamp, UnitOfWork};
use crate::user::{EndedKeys, KeyEnd, User, is_last_administrator};

/// Why an act is refused.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// A field violates a rule.
    #[error("the request is invalid")]
    Invalid(Violations),
    /// There is no such user, link, API key or abuse report.
    #[error("{0} not found")]
    NotFound(&'static str),
    /// The link is blocked because its host is on a list.
    #[error("the host of this link is on the list of blocked hosts; remove it there")]
    BlockedByList,
    /// Nobody could administer the service any more.
    #[error("this is the only administrator; promote another user first")]
    LastAdministrator,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An act that is under way.
pub(super) struct Act {
    pub(super) unit: Box<dyn UnitOfWork>,
    pub(super) now: Timestamp,
    actor: Actor,
    ended_keys: Option<EndedKeys>,
}

/// The result of an act, with its entry of the audit log if it changed anything.
pub(super) struct Done<T> {
    value: T,
    entry: Option<AuditEntry>,
    ended_keys: Option<EndedKeys>,
}

impl<T> Done<T> {
    /// The result of an act that changed nothing.
    pub(super) fn unchanged(value: T) -> Self {
        Self {
            value,
            entry: None,
            ended_keys: None,
        }
    }
}

impl Administration {
    /// Performs `act` within `span`, and logs it outside, so that the line in the log has the span of the request.
    pub(super) async fn perform<T, E>(
        &self,
        span: Span,
        act: impl Future<Output = Result<Done<T>, E>>,
    ) -> Result<T, E> {
        let done = act.instrument(span).await?;
        if let Some(entry) = &done.entry {
            log(entry, done.ended_keys.as_ref());
        }
        Ok(done.value)
    }

    pub(super) async fn begin(&self, actor: Actor) -> Result<Act, StoreError> {
        let now = self.ports.clock.now();
        let unit = self.ports.store.begin().await?;
        Ok(Act {
            unit,
            now,
            actor,
            ended_keys: None,
        })
    }

    /// To be called after a user and the routes of their links were changed.
    pub(super) fn forget_owner(&self, user: UserId) {
        self.ports.route_finder.forget_all();
        self.ports.user_finder.forget_user(user);
    }
}

impl Act {
    /// The user, locked until the act ends.
    pub(super) async fn lock_user(&self, id: UserId) -> Result<User, ActError> {
        let locked = self.unit.users().find_for_update(id).await?;
        locked.ok_or(ActError::NotFound("user"))
    }

    /// The same, if others can administer without this user. To be called before anything else is locked.
    pub(super) async fn lock_dispensable(&self, id: UserId) -> Result<User, ActError> {
        if is_last_administrator(&*self.unit, id).await? {
            return Err(ActError::LastAdministrator);
        }
        self.lock_user(id).await
    }

    /// Deletes all API keys of a user; returns how many.
    pub(super) async fn end_keys(&mut self, id: UserId, reason: KeyEnd) -> Result<u64, StoreError> {
        let ended = EndedKeys::delete_all(&*self.unit, id, reason).await?;
        let count = ended.count();
        self.ended_keys = Some(ended);
        Ok(count)
    }

    /// Deletes one API key of a user; returns whether it existed.
    pub(super) async fn end_key(&mut self, owner: UserId, id: KeyId) -> Result<bool, StoreError> {
        let existed = self.unit.keys().delete(id).await?;
        self.ended_keys = existed.then(|| EndedKeys::deleted(owner, id));
        Ok(existed)
    }

    /// Announces a change when the act is committed.
    pub(super) async fn announce(&self, change: Change) -> Result<(), StoreError> {
        self.unit.news().announce(&[change]).await
    }

    /// Records the act in the audit log, and commits both.
    pub(super) async fn commit<T>(
        self,
        action: AuditAction,
        subject: AuditSubject,
        details: Option<String>,
        value: T,
    ) -> Result<Done<T>, StoreError> {
        let entry = InsertAuditEntry {
            created_at: self.now,
            actor: self.actor,
            action,
            subject,
            details,
        };
        let entry = self.unit.audit_log().insert(&entry).await?;
        self.unit.commit().await?;
        Ok(Done {
            value,
            entry: Some(entry),
            ended_keys: self.ended_keys,
        })
    }
}

/// Logs an act of an administrator, without addresses and links: those are in the audit log. Whoever acts on the command line sees
/// the outcome there.
fn log(entry: &AuditEntry, ended_keys: Option<&EndedKeys>) {
    let (Some(actor), action) = (entry.actor.user(), &*entry.action) else {
        return;
    };
    if let Some(ended) = ended_keys {
        ended.log(Some(actor));
    }
    let actor = actor.0;
    let (kind, id) = (&*entry.subject_kind, entry.subject_id);
    if [AuditAction::DeleteLink, AuditAction::BlockLink]
        .map(AuditAction::name)
        .contains(&action)
    {
        let text = "a link is taken down";
        tracing::warn!(event = "take_down", actor, action, link = id, "{text}");
        return;
    }
    let text = "an administrator acts";
    tracing::warn!(
        event = "administrator_act",
        actor,
        action,
        kind,
        id,
        "{text}"
    );
}

fault!(ActError {
    violations: [Invalid => "invalid"],
    variants: [
        NotFound => NotFound "not-found",
        BlockedByList => Conflict "blocked-by-list",
        LastAdministrator => Conflict "last-administrator"
    ],
    transparent: [Store],
});
