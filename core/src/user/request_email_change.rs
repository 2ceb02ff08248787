use super::credentials::{PasswordCheck, lock_subject};
use super::{Email, User, Users};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::{HashError, InsertEmailChange, StoreError};
use crate::rate_limit::RateLimitError;

/// A request to change the address of an account, as received.
#[derive(Clone)]
pub struct RequestEmailChange {
    /// The address that the account gets.
    pub new_email: String,
    /// The password of the account.
    pub password: String,
}

impl std::fmt::Debug for RequestEmailChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RequestEmailChange(…)")
    }
}

/// Why a change of address was not requested.
#[derive(Debug, thiserror::Error)]
pub enum RequestEmailChangeError {
    /// The new address is malformed, or its domain is not allowed.
    #[error("the new e-mail address is invalid")]
    Invalid(Violations),
    /// The password is wrong.
    #[error("the password is wrong")]
    WrongPassword(Violations),
    /// The new address already has an account, verified or not, or is that of this account.
    #[error("this e-mail address already has an account")]
    EmailTaken,
    /// All sessions were ended concurrently, including this one.
    #[error("this session has ended; sign in again")]
    SessionEnded,
    /// Too many requests of the account.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The password could not be checked.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Requests to change the address of a signed-in user, in the place of an earlier request, together with jobs that mail a link
    /// to the old address and one to the new; nothing is requested if too many mails were sent to one of them. The address
    /// changes once [both have confirmed it](Self::confirm_email_change).
    pub async fn request_email_change(
        &self,
        user: &User,
        request: RequestEmailChange,
    ) -> Result<(), RequestEmailChangeError> {
        if self.try_request_email_change(user, request).await? {
            let (user, text) = (user.id.0, "a change of address is requested");
            tracing::info!(event = "email_change_requested", user, "{text}");
        }
        Ok(())
    }

    /// Does the same, and tells whether mails are sent.
    #[tracing::instrument(name = "users.request_email_change", skip_all, fields(user = %user.id))]
    async fn try_request_email_change(
        &self,
        user: &User,
        request: RequestEmailChange,
    ) -> Result<bool, RequestEmailChangeError> {
        let now = self.ports.clock.now();
        let new_email = self.parse_new_email(&request.new_email)?;
        self.rates.email_change(user.id).await?;
        let checked = self.check_password(user, "password", &request.password);
        if let PasswordCheck::Wrong(violations) = checked.await? {
            return Err(RequestEmailChangeError::WrongPassword(violations));
        }
        // The unique index decides when the change is complete.
        if self.find_account(&new_email, now).await?.is_some() {
            return Err(RequestEmailChangeError::EmailTaken);
        }
        let addresses = [user.email.canonical(), new_email.canonical()];
        if !self.rates.may_mail(&addresses).await? {
            return Ok(false);
        }
        let unit = self.ports.store.begin().await?;
        let locked = lock_subject(&*unit, user.token_subject()).await?;
        let user = locked.ok_or(RequestEmailChangeError::SessionEnded)?;
        unit.email_changes().delete_pending(user.id).await?;
        let new = InsertEmailChange {
            user: user.id,
            old_email: user.email,
            new_email,
            token_epoch: user.token_epoch,
            created_at: now,
        };
        let change = unit.email_changes().insert(&new).await?.id;
        let user = user.id;
        for job in [
            Job::SendEmailChangeToOld { user, change },
            Job::SendEmailChangeToNew { user, change },
        ] {
            unit.jobs().insert(&self.ports.traced_job(job, now)).await?;
        }
        unit.commit().await?;
        Ok(true)
    }

    /// The address, if a new account could have it.
    fn parse_new_email(&self, text: &str) -> Result<Email, RequestEmailChangeError> {
        let mut broken = Violations::default();
        let email = broken.check("new_email", Email::parse(text));
        let email =
            email.and_then(|email| broken.check("new_email", self.policy.check_email(email)));
        email.ok_or(RequestEmailChangeError::Invalid(broken))
    }
}

fault!(RequestEmailChangeError {
    violations: [Invalid => "invalid", WrongPassword => "wrong-password"],
    variants: [
        EmailTaken => Conflict "email-taken",
        SessionEnded => Unauthenticated "token-invalid"
    ],
    transparent: [RateLimit, Hash, Store],
});
