//! Accounts.

mod authenticate;
mod change_password;
mod confirm_email_change;
mod confirm_password_reset;
mod credentials;
mod delete_account;
mod edit;
mod email;
mod email_change;
mod email_domain;
mod ended_keys;
mod entity;
mod find_invitation;
mod invitation;
mod language;
mod last_administrator;
mod owner;
mod password;
mod pending_email;
mod policy;
mod refusal;
mod register;
mod request_email_change;
mod request_password_reset;
mod resend_verification;
mod sign_in;
mod sign_in_counts;
mod sign_out_everywhere;
mod terms_url;
#[cfg(test)]
mod tests;
mod verify_email;
mod withdraw_email_change;

pub use authenticate::AuthenticateError;
pub use change_password::{ChangePassword, ChangePasswordError};
pub use confirm_email_change::{ConfirmEmailChangeError, ConfirmedEmailChange};
pub use confirm_password_reset::ConfirmPasswordResetError;
pub(crate) use credentials::lock_subject;
pub use delete_account::DeleteAccountError;
pub use edit::{AccountEdit, EditAccountError};
pub use email::{Email, EmailError};
pub use email_change::{EMAIL_CHANGE_LIFETIME, EmailChange};
pub use email_domain::{EmailDomain, EmailDomainError};
pub(crate) use ended_keys::{EndedKeys, KeyEnd};
pub use entity::{User, VERIFICATION_LIFETIME};
pub use find_invitation::FindInvitationError;
pub use invitation::{INVITATION_LIFETIME, Invitation};
pub use language::Language;
pub(crate) use last_administrator::is_last_administrator;
pub use owner::OwnerGone;
pub(crate) use owner::lock_owner;
pub use password::{Password, PasswordError, PasswordHash};
pub use policy::{AccessPolicy, EmailDomainNotAllowed, Registration};
pub(crate) use refusal::log_refused_token;
pub use register::{Register, RegisterError};
pub use request_email_change::{RequestEmailChange, RequestEmailChangeError};
pub use request_password_reset::RequestMailError;
pub use sign_in::SignInError;
pub use sign_in_counts::SignInCounts;
pub use terms_url::{TermsUrl, TermsUrlError};
pub use verify_email::{Verification, VerifyEmailError};

use std::sync::Arc;

use sign_in_counts::SignInCounters;

use crate::id::UserId;
use crate::job::Job;
use crate::ports::{Change, Ports, StoreError, Timestamp, UnitOfWork};
use crate::rate_limit::RateLimiting;
use crate::token::Tokens;

/// The use cases of accounts.
#[derive(Debug, Clone)]
pub struct Users {
    ports: Ports,
    pub(crate) tokens: Tokens,
    rates: RateLimiting,
    policy: Arc<AccessPolicy>,
    counters: Arc<SignInCounters>,
}

impl Users {
    /// Creates the use cases on `ports`; `tokens` issues tokens, `rates` limits requests, and `policy` says who may register.
    pub(crate) fn new(
        ports: Ports,
        tokens: Tokens,
        rates: RateLimiting,
        policy: AccessPolicy,
    ) -> Self {
        Self {
            ports,
            tokens,
            rates,
            policy: Arc::new(policy),
            counters: Arc::default(),
        }
    }

    /// What is allowed to people without an account.
    #[must_use]
    pub fn policy(&self) -> &AccessPolicy {
        &self.policy
    }

    /// How often credentials were accepted and refused since these use cases were created; clones share it.
    #[must_use]
    pub fn sign_in_counts(&self) -> SignInCounts {
        self.counters.read()
    }

    /// The user, if the account exists and has not lapsed.
    pub(crate) async fn find_account(
        &self,
        email: &Email,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let found = self.ports.store.users().find_by_email(email).await?;
        Ok(found.filter(|user| !user.has_lapsed(now)))
    }

    /// Writes a user who may have tokens, commits, and lets every node forget them.
    async fn save(&self, unit: Box<dyn UnitOfWork>, user: &User) -> Result<(), StoreError> {
        unit.users().update(user).await?;
        unit.news().announce(&[Change::User(user.id)]).await?;
        unit.commit().await?;
        self.ports.user_finder.forget_user(user.id);
        Ok(())
    }

    /// Enqueues a mail that somebody requested for a user, unless too many were sent to the address, or the account no longer
    /// exists.
    async fn enqueue_mail(&self, user: &User, job: &Job, now: Timestamp) -> Result<(), StoreError> {
        if !self.rates.may_mail(&[user.email.canonical()]).await? {
            return Ok(());
        }
        self.enqueue(user.id, job, now).await
    }

    /// Enqueues a job for a user, unless the account no longer exists.
    async fn enqueue(&self, user: UserId, job: &Job, now: Timestamp) -> Result<(), StoreError> {
        let unit = self.ports.store.begin().await?;
        if unit.users().find_for_update(user).await?.is_none() {
            return Ok(());
        }
        let job = self.ports.traced_job(job.clone(), now);
        unit.jobs().insert(&job).await?;
        unit.commit().await
    }
}
