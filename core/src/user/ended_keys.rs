use crate::id::{KeyId, UserId};
use crate::ports::{StoreError, UnitOfWork};

/// Why API keys ended. An expired one ends without anybody's doing, and is refused from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyEnd {
    /// The owner, or an administrator, deleted it.
    Deleted,
    /// The owner signed out everywhere, with their keys.
    SignedOut,
    /// The password was reset by mail.
    PasswordReset,
    /// The account was deleted.
    AccountDeleted,
    /// The account was disabled.
    AccountDisabled,
}

impl KeyEnd {
    /// The reason's name in the log.
    fn name(self) -> &'static str {
        match self {
            Self::Deleted => "deleted",
            Self::SignedOut => "signed-out",
            Self::PasswordReset => "password-reset",
            Self::AccountDeleted => "account-deleted",
            Self::AccountDisabled => "account-disabled",
        }
    }
}

/// API keys that end together, once the unit that deletes them is committed.
#[derive(Debug)]
#[must_use = "the end of keys is logged after the commit"]
pub(crate) struct EndedKeys {
    owner: UserId,
    keys: Vec<KeyId>,
    reason: KeyEnd,
}

impl EndedKeys {
    /// One key that is deleted.
    pub(crate) fn deleted(owner: UserId, key: KeyId) -> Self {
        Self {
            owner,
            keys: vec![key],
            reason: KeyEnd::Deleted,
        }
    }

    /// Deletes all keys of an owner.
    pub(crate) async fn delete_all(
        unit: &dyn UnitOfWork,
        owner: UserId,
        reason: KeyEnd,
    ) -> Result<Self, StoreError> {
        let keys = unit.keys().delete_by_owner(owner).await?;
        Ok(Self {
            owner,
            keys,
            reason,
        })
    }

    /// How many keys ended.
    pub(crate) fn count(&self) -> u64 {
        self.keys.len() as u64
    }

    /// Logs the end of each key, by the `actor` if an administrator ended them. To be called after the commit, outside of the span
    /// of the use case, so that the line in the log has the span of the request.
    pub(crate) fn log(&self, actor: Option<UserId>) {
        let (user, reason) = (self.owner.0, self.reason.name());
        let actor = actor.map(|actor| actor.0);
        for key in &self.keys {
            let text = "an API key ends";
            tracing::info!(
                event = "key_ended",
                key = key.0,
                user,
                reason,
                actor,
                "{text}"
            );
        }
    }
}
