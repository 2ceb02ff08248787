use crate::administration::Actor;
use crate::id::{AbuseReportId, AuditEntryId, InvitationId, JobId, KeyId, LinkId, UserId};
use crate::ports::Timestamp;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditAction {
    /// A user became an administrator.
    PromoteUser,
    /// An administrator became an ordinary user.
    DemoteUser,
    /// A user was disabled.
    DisableUser,
    /// A disabled user was enabled.
    EnableUser,
    /// A user's address was verified.
    VerifyUser,
    /// A user was deleted.
    DeleteUser,
    /// Somebody was invited to register.
    CreateInvitation,
    /// An invitation was deleted.
    DeleteInvitation,
    /// A link was deleted.
    DeleteLink,
    /// An API key was deleted.
    DeleteKey,
    /// All API keys of a user were deleted.
    DeleteKeys,
    /// A link was blocked.
    BlockLink,
    /// A blocked link was unblocked.
    UnblockLink,
    /// An abuse report was closed.
    CloseAbuseReport,
    /// A failed job was requeued.
    RetryJob,
}

impl AuditAction {
    /// Every action.
    pub const ALL: [Self; 15] = [
        Self::PromoteUser,
        Self::DemoteUser,
        Self::DisableUser,
        Self::EnableUser,
        Self::VerifyUser,
        Self::DeleteUser,
        Self::CreateInvitation,
        Self::DeleteInvitation,
        Self::DeleteLink,
        Self::DeleteKey,
        Self::DeleteKeys,
        Self::BlockLink,
        Self::UnblockLink,
        Self::CloseAbuseReport,
        Self::RetryJob,
    ];

    /// The action's name, as stored and shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::PromoteUser => "user.promote",
            Self::DemoteUser => "user.demote",
            Self::DisableUser => "user.disable",
            Self::EnableUser => "user.enable",
            Self::VerifyUser => "user.verify",
            Self::DeleteUser => "user.delete",
            Self::CreateInvitation => "invitation.create",
            Self::DeleteInvitation => "invitation.delete",
            Self::DeleteLink => "link.delete",
            Self::DeleteKey => "key.delete",
            Self::DeleteKeys => "keys.delete",
            Self::BlockLink => "link.block",
            Self::UnblockLink => "link.unblock",
            Self::CloseAbuseReport => "abuse-report.close",
            Self::RetryJob => "job.retry",
        }
    }
}

/// What an action concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuditSubject {
    /// A user.
    User(UserId),
    /// An invitation.
    Invitation(InvitationId),
    /// A link.
    Link(LinkId),
    /// An API key.
    Key(KeyId),
    /// An abuse report.
    AbuseReport(AbuseReportId),
    /// A job.
    Job(JobId),
}

impl AuditSubject {
    /// The kind, as stored and shown.
    #[must_use]
    pub fn kind(self) -> &'static str {
        match self {
            Self::User(_) => Self::USER,
            Self::Invitation(_) => "invitation",
            Self::Link(_) => "link",
            Self::Key(_) => "key",
            Self::AbuseReport(_) => "abuse-report",
            Self::Job(_) => "job",
        }
    }

    /// The id.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::User(id) => id.0,
            Self::Invitation(id) => id.0,
            Self::Link(id) => id.0,
            Self::Key(id) => id.0,
            Self::AbuseReport(id) => id.0,
            Self::Job(id) => id.0,
        }
    }

    /// The kind of users.
    pub const USER: &'static str = "user";
}

/// An entry of the audit log. It contains no address: those of the users who still exist are looked up when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Never reused.
    pub id: AuditEntryId,
    /// When it happened.
    pub created_at: Timestamp,
    /// Who acted.
    pub actor: Actor,
    /// The [name](AuditAction::name) of the action, perhaps of one that a newer version knows.
    pub action: String,
    /// The [kind](AuditSubject::kind) of the subject.
    pub subject_kind: String,
    /// The subject's id.
    pub subject_id: i64,
    /// What else is worth knowing, such as the share URL of a deleted link.
    pub details: Option<String>,
}

impl AuditEntry {
    /// The user whom the action concerns, if it concerns one.
    #[must_use]
    pub fn subject_user(&self) -> Option<UserId> {
        let is_user = self.subject_kind == AuditSubject::USER;
        is_user.then_some(UserId(self.subject_id))
    }
}
