//! Delivery of a report: created from the data as of then, and mailed to the account's address as of then.

use super::{
    ComposeReportError, Report, ReportDocument, ReportOrder, ReportState, ReportSubject, Reports,
    Workbook,
};
use crate::click::Counts;
use crate::deferred::LEASE;
use crate::id::ReportId;
use crate::ports::{
    Attachment, Claim, JobOutcome, MailContent, ReportMail, ReportWriterError, StoreError,
    Timestamp, TopLink, UnitOfWork,
};
use crate::user::User;

/// The maximum size of a workbook in a mail: base64 adds a third, and many servers refuse mails larger than 20 MB.
const MAX_BYTES: usize = 10 * 1024 * 1024;
/// How many links the mail itself names.
const TOP: usize = 5;

/// Why a report was not delivered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliverError {
    #[error("another report is being created")]
    Busy,
    #[error(transparent)]
    Compose(#[from] ComposeReportError),
    #[error("no verified address of an enabled account to send the report to")]
    NoAddress,
    #[error(transparent)]
    Writer(#[from] ReportWriterError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeliverError {
    /// Whether a retry would fail in the same way.
    pub(crate) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::NoAddress | Self::Compose(ComposeReportError::ScopeGone)
        )
    }
}

impl Reports {
    /// Creates the mail with a report and returns its recipient; `None` when the account is deleted, or the report was sent
    /// already.
    pub(crate) async fn deliver(
        &self,
        report: ReportId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<Option<(User, MailContent)>, DeliverError> {
        let slot = self.slot.try_lock().ok_or(DeliverError::Busy)?;
        let Some(report) = self.begin(report, claim, now).await? else {
            return Ok(None);
        };
        let content = self.create(&report).await?;
        drop(slot);
        // Read last: a report that took a minute to create is sent to the current address, or to nobody.
        let found = self.ports.store.users().find_by_id(report.owner).await?;
        let receives = |user: &User| user.is_verified() && !user.is_disabled();
        let Some(user) = found.filter(receives) else {
            return Err(DeliverError::NoAddress);
        };
        let user = User {
            language: report.order.language,
            ..user
        };
        Ok(Some((user, MailContent::Report(Box::new(content)))))
    }

    async fn create(&self, report: &Report) -> Result<ReportMail, DeliverError> {
        let document = self.compose(report).await?;
        // Extracted before the document is moved into the file.
        let figures = Figures::from_document(&document);
        let workbook = self.ports.report_writer.write(document, MAX_BYTES).await?;
        Ok(self.content(report, figures, workbook))
    }

    /// Marks a report as running; `None` when there is nothing to do.
    async fn begin(
        &self,
        id: ReportId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<Option<Report>, DeliverError> {
        let unit = self.ports.store.begin().await?;
        // Locks the job: another worker that has claimed it may have sent the report.
        if !unit.jobs().renew(claim, now + LEASE).await? {
            return Ok(None);
        }
        let found = unit.reports().find_by_id(id).await?;
        let Some(mut report) = found.filter(|report| report.state.is_pending()) else {
            return Ok(None);
        };
        let owner = unit.users().find_by_id(report.owner).await?;
        if !owner.is_some_and(|owner| owner.is_verified()) {
            return Err(DeliverError::NoAddress);
        }
        report.state = ReportState::Running;
        report.started_at = Some(now);
        match unit.reports().update(&report).await {
            Ok(()) => unit.commit().await?,
            // The account has just been deleted, and the report with it.
            Err(StoreError::Missing) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        Ok(Some(report))
    }

    fn content(&self, report: &Report, figures: Figures, workbook: Workbook) -> ReportMail {
        let order = &report.order;
        let unsubscribe = report.schedule.map(|schedule| {
            let token = self.tokens.issue_unsubscribe(schedule);
            let path = format!("{}{token}", self.unsubscribe_path);
            self.public_url.path(&path)
        });
        ReportMail {
            service: self.public_url.as_url().clone(),
            order: order.clone(),
            subject: figures.subject,
            total: figures.total,
            before: figures.before,
            links: figures.links,
            top: figures.top,
            omitted_links: workbook.omitted_links,
            attachment: Attachment {
                file_name: format!("korotko-{}.{}", days(order), workbook.extension),
                media_type: workbook.media_type,
                bytes: workbook.bytes,
            },
            unsubscribe,
        }
    }
}

/// The days of a report for the file name: a single day once.
fn days(order: &ReportOrder) -> String {
    let first = order.zone.date(order.from);
    let last = order.zone.date_before(order.until);
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}

/// The figures in the mail itself.
struct Figures {
    subject: ReportSubject,
    total: Counts,
    before: Counts,
    links: u64,
    top: Vec<TopLink>,
}

impl Figures {
    fn from_document(document: &ReportDocument) -> Self {
        let bots = document.order.include_bots;
        let top = document.links.iter().take(TOP);
        let top = top.map(|link| TopLink {
            share_url: link.share_url.clone(),
            title: link.title.clone(),
            clicks: link.counts.clicks_with(bots),
        });
        Self {
            subject: document.subject.clone(),
            total: document.total,
            before: document.before,
            links: document.links.len() as u64,
            top: top.filter(|link| link.clicks > 0).collect(),
        }
    }
}

/// Records the outcome of its job on a report, in the unit that records it on the job.
pub(crate) async fn record_report_outcome(
    unit: &dyn UnitOfWork,
    id: ReportId,
    outcome: &JobOutcome,
) -> Result<(), StoreError> {
    let found = unit.reports().find_by_id(id).await?;
    let Some(mut report) = found.filter(|report| report.state.is_pending()) else {
        return Ok(());
    };
    match outcome {
        JobOutcome::Done { at } => {
            report.state = ReportState::Sent;
            report.finished_at = Some(*at);
        }
        JobOutcome::Failed { at, error } => {
            report.state = ReportState::Failed;
            report.finished_at = Some(*at);
            report.failure = Some(error.clone());
        }
        JobOutcome::Retry { .. } | JobOutcome::Release { .. } => {
            report.state = ReportState::Queued;
        }
    }
    unit.reports().update(&report).await
}

/// Requeues a report that failed permanently, together with its job.
pub(crate) async fn requeue_report(unit: &dyn UnitOfWork, id: ReportId) -> Result<(), StoreError> {
    let Some(mut report) = unit.reports().find_by_id(id).await? else {
        return Ok(());
    };
    report.state = ReportState::Queued;
    report.finished_at = None;
    report.failure = None;
    unit.reports().update(&report).await
}
