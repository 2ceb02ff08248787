//! Deferred work as values, below the use cases that leave it (`user`, `report`) and those that carry it out (`job`).

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::id::{JobId, ReportId, UserId};
use crate::ports::Timestamp;

/// How long a claim lasts if its worker dies; a living worker renews it.
pub(crate) const LEASE: TimeDelta = TimeDelta::seconds(10);

/// Work that a use case leaves for later: ids alone, no address and no token, so that a job is nothing worth stealing, and is
/// carried out on what is true by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Job {
    /// Mails the link that confirms the address.
    SendVerification {
        /// To whom.
        user: UserId,
    },
    /// Mails the token with which a new password can be set.
    SendPasswordReset {
        /// To whom.
        user: UserId,
    },
    /// Makes a report, and mails it.
    SendReport {
        /// To whom.
        user: UserId,
        /// Which.
        report: ReportId,
    },
    /// A kind that this version does not know, pushed by a newer one; left for a worker that does.
    #[serde(other)]
    Unknown,
}

impl Job {
    /// The kind, as in logs and on the command line.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SendVerification { .. } => "send-verification",
            Self::SendPasswordReset { .. } => "send-password-reset",
            Self::SendReport { .. } => "send-report",
            Self::Unknown => "unknown",
        }
    }

    /// The user for whom it is done, with whom it goes.
    #[must_use]
    pub fn user(&self) -> Option<UserId> {
        match self {
            Self::SendVerification { user }
            | Self::SendPasswordReset { user }
            | Self::SendReport { user, .. } => Some(*user),
            Self::Unknown => None,
        }
    }

    /// The report that it makes, if it makes one.
    #[must_use]
    pub fn report(&self) -> Option<ReportId> {
        match self {
            Self::SendReport { report, .. } => Some(*report),
            _ => None,
        }
    }
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum JobState {
    /// For its time to come.
    Waiting,
    /// Taken by a worker.
    Running,
    /// Done.
    Done,
    /// Given up; kept until somebody runs it again.
    Failed,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Waiting, Self::Running, Self::Done, Self::Failed];

    /// The state's name, as it is stored and shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

/// A job with all that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRecord {
    /// Never reused.
    pub id: JobId,
    /// What is to be done.
    pub job: Job,
    /// Where it stands.
    pub state: JobState,
    /// How often it was taken and not given back.
    pub attempts: u32,
    /// When it is due; of a running job, when its lease ends.
    pub run_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was done or given up.
    pub finished_at: Option<Timestamp>,
    /// What happened the last time it did not work.
    pub last_error: Option<String>,
}
