use super::{Email, User, Users};
use crate::fault::{Violations, fault};
use crate::ports::StoreError;

/// Why no account is found.
#[derive(Debug, thiserror::Error)]
pub enum FindUserError {
    /// That is no address.
    #[error("the account cannot be looked for")]
    Invalid(Violations),
    /// Nobody has an account of this address.
    #[error("there is no account of this address")]
    NotFound,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// The account of an address. It tells which addresses have accounts: for whoever runs the service, not for its users.
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
    broken_rules: [Invalid => "invalid"],
    own: [NotFound => NotFound "not-found"],
    passed_on: [Store],
});
