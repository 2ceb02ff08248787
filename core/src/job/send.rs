use tracing::Instrument;

use super::Jobs;
use crate::id::{InvitationId, ReportId, UserId};
use crate::ports::{Claim, Mail, MailContent, MailError, StoreError, Timestamp};
use crate::report::DeliverError;
use crate::token::IssueError;
use crate::user::{Email, Language, User};

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum SendError {
    #[error(transparent)]
    Mail(#[from] MailError),
    #[error(transparent)]
    Issue(#[from] IssueError),
    #[error(transparent)]
    Report(#[from] DeliverError),
    /// Another worker may know it.
    #[error("this worker knows no address for abuse reports")]
    NoAddress,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SendError {
    /// Whether a retry would fail in the same way.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Mail(error) => matches!(error, MailError::Refused(_)),
            Self::Report(error) => error.is_final(),
            Self::Issue(_) | Self::NoAddress | Self::Store(_) => false,
        }
    }
}

impl Jobs {
    /// Mails the verification link, unless the account is verified or deleted.
    pub(super) async fn send_verification(
        &self,
        user: UserId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let Some(user) = self.record_verification_mail(user, now).await? else {
            return Ok(());
        };
        let token = self.tokens.issue_verification(user.email.as_typed());
        let path = format!("{}{token}", self.settings.mail_paths.verification);
        let link = self.settings.public_url.path(&path);
        let content = MailContent::Verification { link };
        self.send(claim, recipient(user), now, content).await
    }

    /// Mails an invitation, unless it was used or replaced, or has expired.
    pub(super) async fn send_invitation(
        &self,
        invitation: InvitationId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let invitations = self.ports.store.invitations();
        let found = invitations.find_by_id(invitation).await?;
        let Some(invitation) = found.filter(|found| found.is_valid(now)) else {
            return Ok(());
        };
        let token = self.tokens.issue_invitation(invitation.id);
        let path = format!("{}{token}", self.settings.mail_paths.invitation);
        let link = self.settings.public_url.path(&path);
        let content = MailContent::Invitation { link };
        let to = (invitation.email, invitation.language);
        self.send(claim, to, now, content).await
    }

    /// Mails the link to set a new password, unless the account is deleted.
    pub(super) async fn send_password_reset(
        &self,
        user: UserId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let Some(user) = self.ports.store.users().find_by_id(user).await? else {
            return Ok(());
        };
        let token = self.tokens.issue_reset(user.token_subject(), now)?;
        let path = format!("{}{token}", self.settings.mail_paths.password_reset);
        let link = self.settings.public_url.path(&path);
        let content = MailContent::PasswordReset { link };
        self.send(claim, recipient(user), now, content).await
    }

    /// Mails a report, unless it was sent or deleted.
    pub(super) async fn send_report(
        &self,
        report: ReportId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        match self.reports.deliver(report, claim, now).await? {
            Some((user, content)) => self.send(claim, recipient(user), now, content).await,
            None => Ok(()),
        }
    }

    /// Records when the last mail was sent, from which its link works for 24 hours. Written before the mail is sent: afterwards
    /// nobody can tell whether an aborted attempt reached the server.
    async fn record_verification_mail(
        &self,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<User>, StoreError> {
        let unit = self.ports.store.begin().await?;
        let locked = unit.users().find_for_update(user).await?;
        let Some(mut user) = locked.filter(|user| !user.is_verified()) else {
            return Ok(None);
        };
        user.verification_sent_at = Some(now);
        unit.users().update(&user).await?;
        unit.commit().await?;
        Ok(Some(user))
    }

    pub(super) async fn send(
        &self,
        claim: &Claim,
        (to, language): (Email, Language),
        date: Timestamp,
        content: MailContent,
    ) -> Result<(), SendError> {
        let host = self.settings.public_url.as_url().host_str();
        // The creation time distinguishes the jobs of two databases with the same public URL.
        let message_id = format!(
            "job-{}-{}@{}",
            claim.id,
            claim.created_at.timestamp_micros(),
            host.unwrap_or("localhost"),
        );
        let mail = Mail {
            message_id,
            to,
            language,
            date,
            content,
        };
        let span = tracing::info_span!("mail");
        Ok(self.ports.mailer.send(&mail).instrument(span).await?)
    }
}

/// Where a user's mails go, and in which language.
fn recipient(user: User) -> (Email, Language) {
    (user.email, user.language)
}
