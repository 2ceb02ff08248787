//! Deferred work as values, below the use cases that enqueue it (`user`, `report`) and those that execute it (`job`).

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::id::{AbuseReportId, EmailChangeId, InvitationId, JobId, ReportId, UserId};
use crate::ports::Timestamp;

/// How long a claim lasts if its worker dies; a living worker renews it.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(10);

/// Work that a use case defers. A job holds ids alone, no address and no token, so that it is not worth stealing and is
/// executed on the data as of then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Job {
    /// Mails the link that verifies the address.
    SendVerification {
        /// The recipient.
        user: UserId,
    },
    /// Mails an invitation to register.
    SendInvitation {
        /// The invitation.
        invitation: InvitationId,
    },
    /// Mails the token that sets a new password.
    SendPasswordReset {
        /// The recipient.
        user: UserId,
    },
    /// Mails the link by which the owner of the old address confirms a change of address.
    SendEmailChangeToOld {
        /// Whose address changes.
        user: UserId,
        /// The change.
        change: EmailChangeId,
    },
    /// Mails the link by which the owner of the new address confirms a change of address.
    SendEmailChangeToNew {
        /// Whose address changes.
        user: UserId,
        /// The change.
        change: EmailChangeId,
    },
    /// Tells the owner of the old address that a change of address is complete.
    SendEmailChanged {
        /// Whose address has changed.
        user: UserId,
        /// The change.
        change: EmailChangeId,
    },
    /// Creates a report and mails it.
    SendReport {
        /// The recipient.
        user: UserId,
        /// The report.
        report: ReportId,
    },
    /// Mails an abuse report to the operator.
    SendAbuseReport {
        /// The report.
        report: AbuseReportId,
    },
    /// A kind that this version does not know, enqueued by a newer one; left for a worker that knows it.
    #[serde(other)]
    Unknown,
}

impl Job {
    /// The kinds of jobs that this version knows.
    pub const KINDS: [&'static str; 8] = [
        "send-verification",
        "send-invitation",
        "send-password-reset",
        "send-email-change-to-old",
        "send-email-change-to-new",
        "send-email-changed",
        "send-report",
        "send-abuse-report",
    ];

    /// The kind, as in logs and on the command line.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SendVerification { .. } => "send-verification",
            Self::SendInvitation { .. } => "send-invitation",
            Self::SendPasswordReset { .. } => "send-password-reset",
            Self::SendEmailChangeToOld { .. } => "send-email-change-to-old",
            Self::SendEmailChangeToNew { .. } => "send-email-change-to-new",
            Self::SendEmailChanged { .. } => "send-email-changed",
            Self::SendReport { .. } => "send-report",
            Self::SendAbuseReport { .. } => "send-abuse-report",
            Self::Unknown => "unknown",
        }
    }

    /// The user whose job this is, if it is one; it is deleted with them.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::SendVerification { user }
            | Self::SendPasswordReset { user }
            | Self::SendEmailChangeToOld { user, .. }
            | Self::SendEmailChangeToNew { user, .. }
            | Self::SendEmailChanged { user, .. }
            | Self::SendReport { user, .. } => Some(*user),
            Self::SendInvitation { .. } | Self::SendAbuseReport { .. } | Self::Unknown => None,
        }
    }

    /// The report that the job creates, if it creates one.
    #[must_use]
    pub fn report(&self) -> Option<ReportId> {
        match self {
            Self::SendReport { report, .. } => Some(*report),
            _ => None,
        }
    }
}

/// The state of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// Waits until it is due.
    Waiting,
    /// Claimed by a worker.
    Running,
    /// Done.
    Done,
    /// Failed permanently; kept until an operator retries it.
    Failed,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Failed];

    /// The state's name, as stored and shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A job with its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    /// Never reused.
    pub id: JobId,
    /// The work.
    pub job: Job,
    /// The state.
    pub state: JobState,
    /// How many attempts were started and not released.
    pub attempts: u32,
    /// When it is due; for a running job, when its lease ends.
    pub run_at: Timestamp,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was done or failed permanently.
    pub finished_at: Option<Timestamp>,
    /// The error of the last failed attempt.
    pub last_error: Option<String>,
}
