use super::{Email, Users};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::StoreError;

/// Why a mail was not even considered. That the address has no account is no error, so that nobody learns of it.
#[derive(Debug, thiserror::Error)]
pub enum RequestMailError {
    /// The address is none.
    #[error("no mail can go there")]
    Invalid(Violations),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Leaves a job that mails a token with which a new password can be set, if the address has an account.
    #[tracing::instrument(name = "users.request_password_reset", skip_all)]
    pub async fn request_password_reset(&self, email: &str) -> Result<(), RequestMailError> {
        let now = self.ports.clock.now();
        let email = Email::parse(email).map_err(RequestMailError::not_an_address)?;
        let Some(user) = self.find_account(&email, now).await? else {
            return Ok(());
        };
        Ok(self
            .push(user.id, &Job::SendPasswordReset { user: user.id }, now)
            .await?)
    }
}

impl RequestMailError {
    pub(super) fn not_an_address(error: super::EmailError) -> Self {
        Self::Invalid(Violations::new("email", error))
    }
}

fault!(RequestMailError {
    broken_rules: [Invalid => "invalid"],
    own: [],
    passed_on: [Store],
});
