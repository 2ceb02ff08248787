use crate::Zone;
use crate::id::{CollectionId, LinkId, ReportId, ScheduleId, UserId};
use crate::ports::Timestamp;
use crate::user::Language;

/// Of which links a report tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportScope {
    /// Of all of its owner's.
    All,
    /// Of those in a set.
    Collection(CollectionId),
    /// Of one.
    Link(LinkId),
}

/// What somebody wants to be told.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReportOrder {
    /// Of which links.
    pub scope: ReportScope,
    /// From when on; the beginning of a quarter of an hour.
    pub from: Timestamp,
    /// Until when, exclusively; the beginning of a quarter of an hour.
    pub until: Timestamp,
    /// In which time zone days begin and times are shown.
    pub zone: Zone,
    /// In which language.
    pub language: Language,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

/// A report that was ordered. It is made and mailed by a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Never reused.
    pub id: ReportId,
    /// Whose it is, and to whom it is mailed.
    pub owner: UserId,
    /// What was ordered.
    pub order: ReportOrder,
    /// By which schedule; `None` when somebody asked.
    pub schedule: Option<ScheduleId>,
    /// Where it stands.
    pub state: ReportState,
    /// Why it failed, without addresses or secrets.
    pub failure: Option<String>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When work on it began last.
    pub started_at: Option<Timestamp>,
    /// When it was sent or failed.
    pub finished_at: Option<Timestamp>,
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReportState {
    /// It waits to be made.
    #[default]
    Queued,
    /// It is being made, or waits for the mail server.
    Running,
    /// It was mailed.
    Sent,
    /// It was given up.
    Failed,
}

impl ReportState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Queued, Self::Running, Self::Sent, Self::Failed];

    /// The state's name, as it is stored and shown.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether it will be mailed yet.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}
