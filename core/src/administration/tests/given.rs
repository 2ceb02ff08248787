//! Ports on which administrators act.

use crate::administration::{Actor, AuditAction, AuditSubject};
use crate::id::{AuditEntryId, UserId};
use crate::mock::{MockPorts, MockUserFinder, sample};
use crate::ports::InsertAuditEntry;
use crate::user::User;

/// The administrator who acts.
pub(super) const ACTOR: Actor = Actor::Administrator(UserId(3));

/// An administrator with this id.
pub(super) fn administrator(id: i64) -> User {
    User {
        id: UserId(id),
        is_administrator: true,
        ..sample::user()
    }
}

impl MockPorts {
    /// These are all administrators.
    pub(super) fn with_administrators(mut self, all: &[User]) -> Self {
        let all = all.to_vec();
        let lock = self.user_directory.expect_lock_administrators();
        lock.returning(move || Ok(all.clone()));
        self
    }

    /// Exactly this act of [`ACTOR`] is recorded.
    pub(super) fn expecting_entry(
        mut self,
        action: AuditAction,
        subject: AuditSubject,
        details: Option<&str>,
    ) -> Self {
        let wanted = InsertAuditEntry {
            created_at: sample::now(),
            actor: ACTOR,
            action,
            subject,
            details: details.map(str::to_owned),
        };
        let insert = self.audit_log.expect_insert().times(1);
        insert
            .withf(move |entry| *entry == wanted)
            .returning(|entry| Ok(entry.clone().into_entry(AuditEntryId(1))));
        self
    }

    /// Ann is updated exactly once, to this.
    pub(super) fn expecting_update(mut self, wanted: User) -> Self {
        let update = self.users.expect_update().times(1);
        update
            .withf(move |user| *user == wanted)
            .returning(|_| Ok(()));
        self
    }

    /// Ann is forgotten exactly once.
    pub(super) fn expecting_forget(mut self) -> Self {
        self.user_finder = MockUserFinder::new();
        let forget = self.user_finder.expect_forget_user().times(1);
        forget
            .withf(|user| *user == sample::user().id)
            .returning(|_| ());
        self
    }
}
