use super::act::Done;
use super::{Actor, Administration, AuditAction, AuditSubject};
use crate::fault::{Violations, fault};
use crate::job::Job;
use crate::ports::{InsertInvitation, StoreError, StoreFailure, retry_conflicts};
use crate::user::{Email, Invitation, Language, Registration};

/// Why nobody was invited.
#[derive(Debug, thiserror::Error)]
pub enum CreateInvitationError {
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

impl Administration {
    /// Invites the owner of this address to register, together with a job that mails the invitation. An earlier invitation of the
    /// address no longer works.
    pub async fn create_invitation(
        &self,
        actor: Actor,
        email: &str,
        language: Language,
    ) -> Result<Invitation, CreateInvitationError> {
        let span = tracing::info_span!("administration.create_invitation");
        self.perform(span, self.invite(actor, email, language))
            .await
    }

    async fn invite(
        &self,
        actor: Actor,
        email: &str,
        language: Language,
    ) -> Result<Done<Invitation>, CreateInvitationError> {
        let now = self.ports.clock.now();
        if self.users.policy().registration == Registration::Closed {
            return Err(CreateInvitationError::RegistrationClosed);
        }
        let email = self.invitable(email)?;
        if self.users.find_account(&email, now).await?.is_some() {
            return Err(CreateInvitationError::EmailTaken);
        }
        let invitation = InsertInvitation {
            email,
            language,
            created_at: now,
        };
        retry_conflicts("concurrent invitations of one address", || {
            self.replace_invitation(actor, &invitation)
        })
        .await
    }

    /// The address, if it can be registered.
    fn invitable(&self, email: &str) -> Result<Email, CreateInvitationError> {
        let policy = self.users.policy();
        let mut broken = Violations::default();
        let email = broken.check("email", Email::parse(email));
        let email = email.and_then(|email| broken.check("email", policy.check_email(email)));
        email.ok_or(CreateInvitationError::Invalid(broken))
    }

    /// Inserts an invitation in the place of an earlier one, with its job.
    async fn replace_invitation(
        &self,
        actor: Actor,
        new: &InsertInvitation,
    ) -> Result<Done<Invitation>, CreateInvitationError> {
        let act = self.begin(actor).await?;
        act.unit.invitations().delete_by_email(&new.email).await?;
        let invitation = act.unit.invitations().insert(new).await?;
        let id = invitation.id;
        let job = Job::SendInvitation { invitation: id };
        let job = self.ports.traced_job(job, new.created_at);
        act.unit.jobs().insert(&job).await?;
        let subject = AuditSubject::Invitation(id);
        let done = act.commit(AuditAction::CreateInvitation, subject, None, invitation);
        Ok(done.await?)
    }
}

impl StoreFailure for CreateInvitationError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

fault!(CreateInvitationError {
    violations: [Invalid => "invalid"],
    variants: [
        RegistrationClosed => Forbidden "registration-closed",
        EmailTaken => Conflict "email-taken"
    ],
    transparent: [Store],
});
