use super::{Actor, Administration};
use crate::fault::fault;
use crate::ports::StoreError;
use crate::user::User;

/// Why a signed-in user may not administer.
#[derive(Debug, thiserror::Error)]
pub enum AuthorizeError {
    /// The user is no administrator.
    #[error("only administrators may do this")]
    NotAdministrator,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Administration {
    /// Makes a signed-in user the actor, if they are an administrator. The role is read from the store each time, so that it
    /// ends everywhere at once; no token contains it.
    #[tracing::instrument(name = "administration.authorize", skip_all, fields(user = %user.id))]
    pub async fn authorize(&self, user: &User) -> Result<Actor, AuthorizeError> {
        let found = self.ports.store.users().find_by_id(user.id).await?;
        found
            .filter(|found| found.can_administer() && found.token_subject() == user.token_subject())
            .map(|found| Actor::Administrator(found.id))
            .ok_or(AuthorizeError::NotAdministrator)
    }
}

fault!(AuthorizeError {
    violations: [],
    variants: [NotAdministrator => Forbidden "administrator-required"],
    transparent: [Store],
});
