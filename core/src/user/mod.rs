//! Accounts.

mod authenticate;
mod change_password;
mod confirm_password_reset;
mod credentials;
mod delete_account;
mod edit;
mod email;
mod email_domain;
mod entity;
mod find;
mod find_invitation;
mod invitation;
mod invite;
mod language;
mod owner;
mod password;
mod policy;
mod refusal;
mod register;
mod request_password_reset;
mod resend_verification;
mod sign_in;
mod sign_in_counts;
mod sign_out_everywhere;
mod terms_url;
#[cfg(test)]
mod tests;
mod verify_email;

pub use authenticate::AuthenticateError;
pub use change_password::{ChangePassword, ChangePasswordError};
pub use confirm_password_reset::ConfirmPasswordResetError;
pub(crate) use credentials::lock_session;
pub use delete_account::DeleteAccountError;
pub use edit::{AccountEdit, EditAccountError};
pub use email::{Email, EmailError};
pub use email_domain::{EmailDomain, EmailDomainError};
pub use entity::{User, VERIFICATION_LIFETIME};
pub use find::FindUserError;
pub use find_invitation::FindInvitationError;
pub use invitation::{INVITATION_LIFETIME, Invitation};
pub use invite::InviteError;
pub use language::Language;
pub use owner::OwnerGone;
pub(crate) use owner::lock_owner;
pub use password::{Password, PasswordError, PasswordHash};
pub use policy::{EmailDomainNotAllowed, Policy, Registration};
pub(crate) use refusal::log_refused_token;
pub use register::{Register, RegisterError};
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
use crate::token::Tokens;

/// The use cases of accounts.
#[derive(Debug, Clone)]
pub struct Users {
    ports: Ports,
    pub(crate) tokens: Tokens,
    policy: Arc<Policy>,
    counters: Arc<SignInCounters>,
}

impl Users {
    /// Creates the use cases on `ports`; `tokens` issues tokens, and `policy` says who may register.
    pub(crate) fn new(ports: Ports, tokens: Tokens, policy: Policy) -> Self {
        Self {
            ports,
            tokens,
            policy: Arc::new(policy),
            counters: Arc::default(),
        }
    }

    /// What is allowed to people without an account.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// How often credentials were accepted and refused since these use cases were created; clones share it.
    #[must_use]
    pub fn sign_in_counts(&self) -> SignInCounts {
        self.counters.read()
    }

    /// The user, if the account exists and has not lapsed.
    async fn find_account(
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

    /// Enqueues a job for a user, unless the account no longer exists.
    async fn enqueue(&self, user: UserId, job: &Job, now: Timestamp) -> Result<(), StoreError> {
        let unit = self.ports.store.begin().await?;
        if unit.users().find_for_update(user).await?.is_none() {
            return Ok(());
        }
        unit.jobs().insert(job, now).await?;
        unit.commit().await
    }
}
