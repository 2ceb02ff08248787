use async_trait::async_trait;

use super::{StoreError, Timestamp};
use crate::abuse::{AbuseCategory, AbuseOutcome, AbuseReport, AbuseText};
use crate::id::{AbuseReportId, LinkId};
use crate::user::Email;

/// An abuse report to insert; the store assigns the id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InsertAbuseReport {
    /// The link.
    pub link: LinkId,
    /// What the link is said to be.
    pub category: AbuseCategory,
    /// What the reporter says.
    pub text: Option<AbuseText>,
    /// The address of the reporter.
    pub reporter: Option<Email>,
    /// When it is reported.
    pub created_at: Timestamp,
}

impl InsertAbuseReport {
    /// The open report with `id`.
    #[must_use]
    pub fn into_report(self, id: AbuseReportId) -> AbuseReport {
        AbuseReport {
            id,
            link: self.link,
            category: self.category,
            text: self.text,
            reporter: self.reporter,
            created_at: self.created_at,
            closed_at: None,
            outcome: None,
        }
    }
}

/// Which abuse reports to list, newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AbuseReportQuery {
    /// Only open reports, or only closed ones.
    pub is_open: Option<bool>,
    /// Only those after this one.
    pub after: Option<AbuseReportId>,
    /// The maximum number of results.
    pub limit: u32,
}

/// The abuse reports. They go with the row of their link.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
#[async_trait]
pub trait AbuseReportRepository: Send + Sync {
    /// Inserts an open report. MUST return [`StoreError::Missing`] when the link does not exist, and MUST NOT reuse an id.
    async fn insert(&self, report: &InsertAbuseReport) -> Result<AbuseReport, StoreError>;

    /// The report with this id.
    async fn find_by_id(&self, id: AbuseReportId) -> Result<Option<AbuseReport>, StoreError>;

    /// The reports that match `query`, in descending id order.
    async fn list(&self, query: &AbuseReportQuery) -> Result<Vec<AbuseReport>, StoreError>;

    /// Whether a report about this link is open.
    async fn has_open(&self, link: LinkId) -> Result<bool, StoreError>;

    /// Closes all open reports about this link; returns how many. MUST NOT change closed ones.
    async fn close(
        &self,
        link: LinkId,
        outcome: AbuseOutcome,
        at: Timestamp,
    ) -> Result<u64, StoreError>;

    /// Removes up to `limit` reports closed at or before `until`; returns how many.
    async fn delete_closed(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError>;
}
