use crate::Zone;
use crate::id::{CollectionId, LinkId, ReportId, ScheduleId, UserId};
use crate::names::names;
use crate::ports::Timestamp;
use crate::user::Language;

/// The links to report on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReportScope {
    /// All links of the owner.
    All,
    /// The links of a collection.
    Collection(CollectionId),
    /// One link.
    Link(LinkId),
}

/// The order of a report.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReportOrder {
    /// The links to report on.
    pub scope: ReportScope,
    /// The beginning; a whole quarter hour.
    pub from: Timestamp,
    /// The end, exclusive; a whole quarter hour.
    pub until: Timestamp,
    /// The time zone in which days begin and times are shown.
    pub zone: Zone,
    /// The language.
    pub language: Language,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

/// An ordered report. A job creates and mails it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Never reused.
    pub id: ReportId,
    /// The owner, to whom it is mailed.
    pub owner: UserId,
    /// The order.
    pub order: ReportOrder,
    /// The schedule that ordered it; `None` if a user did.
    pub schedule: Option<ScheduleId>,
    /// The state.
    pub state: ReportState,
    /// Why it failed, without addresses or secrets.
    pub failure: Option<String>,
    /// When it was ordered.
    pub created_at: Timestamp,
    /// When the last attempt began.
    pub started_at: Option<Timestamp>,
    /// When it was sent or failed.
    pub finished_at: Option<Timestamp>,
}

/// The state of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ReportState {
    /// Waiting to be created.
    #[default]
    Queued,
    /// Being created, or waiting for the mail server.
    Running,
    /// Mailed.
    Sent,
    /// Failed permanently.
    Failed,
}

names! { ReportState {
    Queued = "queued",
    Running = "running",
    Sent = "sent",
    Failed = "failed",
} }

impl ReportState {
    /// Whether the report is still to be mailed.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}
