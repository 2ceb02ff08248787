use super::{Email, Invitation, Language, Registration, Users};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::{InsertInvitation, StoreError, StoreFailure, retry_conflicts};

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// The address is malformed, or its domain is not allowed.
    #[error("the e-mail address is invalid")]
    Invalid(Violations),
    /// Nobody may register, not even whoever was invited.
    #[error("registration is closed, also for invited people")]
    RegistrationClosed,
    /// The address already has an account, verified or not.
    #[error("this e-mail address already has an account")]
    EmailTaken,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Users {
    /// Invites the owner of this address to register, together with a job that mails the invitation. An earlier invitation of the
    /// address no longer works. It reveals which addresses have accounts: for operators, not for users.
    #[tracing::instrument(name = "users.invite", skip_all)]
    pub async fn invite(&self, email: &str, language: Language) -> Result<Invitation, InviteError> {
        let now = self.ports.clock.now();
        if self.policy.registration == Registration::Closed {
            return Err(InviteError::RegistrationClosed);
        }
        let mut broken = Violations::default();
        let email = broken.check("email", Email::parse(email));
        let email = email.and_then(|email| broken.check("email", self.policy.check_email(email)));
        let email = email.ok_or(InviteError::Invalid(broken))?;
        if self.find_account(&email, now).await?.is_some() {
            return Err(InviteError::EmailTaken);
        }
        let invitation = InsertInvitation {
            email,
            language,
            created_at: now,
        };
        retry_conflicts("concurrent invitations of one address", || {
            self.replace_invitation(&invitation)
        })
        .await
    }

    /// Inserts an invitation in the place of an earlier one, with its job.
    async fn replace_invitation(&self, new: &InsertInvitation) -> Result<Invitation, InviteError> {
        let unit = self.ports.store.begin().await?;
        unit.invitations().delete_by_email(&new.email).await?;
        let invitation = unit.invitations().insert(new).await?;
        let job = Job::SendInvitation {
            invitation: invitation.id,
        };
        unit.jobs().insert(&job, new.created_at).await?;
        unit.commit().await?;
        Ok(invitation)
    }
}

impl StoreFailure for InviteError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

fault!(InviteError {
    violations: [Invalid => "invalid"],
    variants: [
        RegistrationClosed => Forbidden "registration-closed",
        EmailTaken => Conflict "email-taken"
    ],
    transparent: [Store],
});
