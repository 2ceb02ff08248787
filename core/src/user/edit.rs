use super::credentials::lock_session;
use super::{User, Users};
use crate::fault::fault;
use crate::ports::StoreError;
use crate::query_forwarding::QueryForwarding;

/// The changes to an account; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AccountEdit {
    /// What happens to the query of a request, for new links that do not say. Existing links keep theirs.
    pub default_query_forwarding: Option<QueryForwarding>,
}

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum EditAccountError {
    /// All sessions were ended concurrently, including this one.
    #[error("this session has ended; sign in again")]
    SessionEnded,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Changes the settings of a signed-in user.
    #[tracing::instrument(name = "users.edit", skip_all, fields(user = %user.id))]
    pub async fn edit(&self, user: &User, edit: &AccountEdit) -> Result<User, EditAccountError> {
        let unit = self.ports.store.begin().await?;
        let locked = lock_session(&*unit, user.session()).await?;
        let old = locked.ok_or(EditAccountError::SessionEnded)?;
        let mut user = old.clone();
        if let Some(forwarding) = edit.default_query_forwarding {
            user.default_query_forwarding = forwarding;
        }
        if user != old {
            self.save(unit, &user).await?;
        }
        Ok(user)
    }
}

fault!(EditAccountError {
    violations: [],
    variants: [SessionEnded => Unauthenticated "token-invalid"],
    transparent: [Store],
});
