//! The building blocks of the checks of changes of addresses.

use super::StoreFixture;
use super::given::{email, moment, write};
use korotko_core::id::{EmailChangeId, UserId};
use korotko_core::ports::{InsertEmailChange, Timestamp};
use korotko_core::user::EmailChange;

/// A change to this address, requested at `moment(0)`.
pub(super) fn new_email_change(user: UserId, address: &str) -> InsertEmailChange {
    InsertEmailChange {
        user,
        old_email: email("Old@example.com"),
        new_email: email(address),
        token_epoch: 3,
        created_at: moment(0),
    }
}

/// The same change once both addresses have confirmed it.
pub(super) fn completed(change: &EmailChange) -> EmailChange {
    EmailChange {
        confirmed_by_old_at: Some(moment(2)),
        confirmed_by_new_at: Some(moment(1)),
        ..change.clone()
    }
}

/// Each method writes in a unit of its own and commits it.
impl StoreFixture {
    pub(super) async fn insert_email_change(&self, new: &InsertEmailChange) -> EmailChange {
        write(self, async |unit| unit.email_changes().insert(new).await).await
    }

    pub(super) async fn update_email_change(&self, change: &EmailChange) {
        write(self, async |unit| unit.email_changes().update(change).await).await;
    }

    pub(super) async fn delete_pending_email_change(&self, user: UserId) -> bool {
        write(self, async |unit| {
            unit.email_changes().delete_pending(user).await
        })
        .await
    }

    pub(super) async fn delete_email_changes(&self, until: Timestamp, limit: u64) -> u64 {
        write(self, async |unit| {
            unit.email_changes().delete_expired(until, limit).await
        })
        .await
    }

    pub(super) async fn find_email_change(&self, id: EmailChangeId) -> Option<EmailChange> {
        self.store.email_changes().find_by_id(id).await.unwrap()
    }

    pub(super) async fn find_pending_email_change(&self, user: UserId) -> Option<EmailChange> {
        self.store.email_changes().find_pending(user).await.unwrap()
    }
}
