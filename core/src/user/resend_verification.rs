use std::net::IpAddr;

use super::{Email, RequestMailError, Users};
use crate::job::Job;

impl Users {
    /// Enqueues another verification mail, if the address has an unverified account to which not too many mails were sent. Requests
    /// are limited as those of [`request_password_reset`](Self::request_password_reset).
    #[tracing::instrument(name = "users.resend_verification", skip_all)]
    pub async fn resend_verification(
        &self,
        email: &str,
        client: Option<IpAddr>,
    ) -> Result<(), RequestMailError> {
        let now = self.ports.clock.now();
        let email = Email::parse(email).map_err(RequestMailError::not_an_address)?;
        self.rates.mail_request(client).await?;
        let found = self.find_account(&email, now).await?;
        let Some(user) = found.filter(|user| !user.is_verified()) else {
            return Ok(());
        };
        Ok(self
            .enqueue_mail(&user, &Job::SendVerification { user: user.id }, now)
            .await?)
    }
}
