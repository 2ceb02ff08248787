use super::{Email, User, Users};
use crate::fault::{Violations, fault};
use crate::ports::StoreError;

/// Why no account was found.
#[derive(Debug, thiserror::Error)]
pub enum FindUserError {
    /// The address is malformed.
    #[error("the e-mail address is invalid")]
    Invalid(Violations),
    /// No account has this address.
    #[error("no account with this e-mail address")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// The account of an address. It reveals which addresses have accounts: for operators, not for users.
    #[tracing::instrument(name = "users.find", skip_all)]
    pub async fn find(&self, email: &str) -> Result<User, FindUserError> {
        let now = self.ports.clock.now();
        let email = Email::parse(email);
        let email =
            email.map_err(|error| FindUserError::Invalid(Violations::new("email", error)))?;
        let found = self.find_account(&email, now).await?;
        found.ok_or(FindUserError::NotFound)
    }
}

fault!(FindUserError {
    violations: [Invalid => "invalid"],
    variants: [NotFound => NotFound "not-found"],
    transparent: [Store],
});
