use std::net::IpAddr;

use super::{Email, Users};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::StoreError;
use crate::rate_limit::RateLimitError;

/// Why a mail was not requested. An address without an account is no error, so that existence is not revealed.
#[derive(Debug, thiserror::Error)]
pub enum RequestMailError {
    /// The address is malformed.
    #[error("the e-mail address is invalid")]
    Invalid(Violations),
    /// Too many requests, whether or not there is an account.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Enqueues a mail with a password reset token, if the address has an account to which not too many mails were sent. Requests
    /// are limited by the network of the `client`; without one they are not.
    #[tracing::instrument(name = "users.request_password_reset", skip_all)]
    pub async fn request_password_reset(
        &self,
        email: &str,
        client: Option<IpAddr>,
    ) -> Result<(), RequestMailError> {
        let now = self.ports.clock.now();
        let email = Email::parse(email).map_err(RequestMailError::not_an_address)?;
        self.rates.mail_request(client).await?;
        let Some(user) = self.find_account(&email, now).await? else {
            return Ok(());
        };
        Ok(self
            .enqueue_mail(&user, &Job::SendPasswordReset { user: user.id }, now)
            .await?)
    }
}

impl RequestMailError {
    pub(super) fn not_an_address(error: super::EmailError) -> Self {
        Self::Invalid(Violations::new("email", error))
    }
}

fault!(RequestMailError {
    violations: [Invalid => "invalid"],
    variants: [],
    transparent: [RateLimit, Store],
});
