use super::{Email, RequestMailError, Users};
use crate::job::Job;

impl Users {
    /// Enqueues another verification mail, if the address has an unverified account.
    #[tracing::instrument(name = "users.resend_verification", skip_all)]
    pub async fn resend_verification(&self, email: &str) -> Result<(), RequestMailError> {
        let now = self.ports.clock.now();
        let email = Email::parse(email).map_err(RequestMailError::not_an_address)?;
        let found = self.find_account(&email, now).await?;
        let Some(user) = found.filter(|user| !user.is_verified()) else {
            return Ok(());
        };
        Ok(self
            .enqueue(user.id, &Job::SendVerification { user: user.id }, now)
            .await?)
    }
}
