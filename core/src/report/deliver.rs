//! Delivering a report: made of what is true by then, and mailed to whoever has the account by then.

use super::{
    ComposeReportError, Report, ReportDocument, ReportState, ReportSubject, Reports, Workbook,
};
use crate::click::Counts;
use crate::deferred::LEASE;
use crate::id::ReportId;
use crate::ports::{
    Attachment, Claim, MailContent, ReportMail, ReportWriterError, Settlement, StoreError,
    Timestamp, UnitOfWork,
};
use crate::user::User;

/// The most bytes of a workbook in a mail: base64 makes a third more of it, and many servers refuse mails beyond 20 MB.
const MAX_BYTES: usize = 10 * 1024 * 1024;
/// How many links the mail itself names.
const TOP: usize = 5;

/// Why a report is not delivered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DeliverError {
    #[error("another report is being made")]
    Busy,
    #[error(transparent)]
    Compose(#[from] ComposeReportError),
    #[error("there is no confirmed address to send the report to")]
    NoAddress,
    #[error(transparent)]
    Writer(#[from] ReportWriterError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeliverError {
    /// Whether another attempt would end like this one.
    pub(crate) fn is_final(&self) -> bool {
        matches!(
            self,
            Self::NoAddress | Self::Compose(ComposeReportError::ScopeGone)
        )
    }
}

impl Reports {
    /// Makes the mail with a report, and finds to whom it goes; `None` when the account is gone, or the report was sent already.
    pub(crate) async fn deliver(
        &self,
        report: ReportId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<Option<(User, MailContent)>, DeliverError> {
        let turn = self.turn.try_lock().ok_or(DeliverError::Busy)?;
        let Some(report) = self.begin(report, claim, now).await? else {
            return Ok(None);
        };
        let content = self.make(&report).await?;
        drop(turn);
        // Asked for last: what was made for a minute goes to the address of now, or to nobody.
        let found = self.ports.store.users().find_by_id(report.owner).await?;
        let Some(user) = found.filter(User::is_verified) else {
            return Err(DeliverError::NoAddress);
        };
        let user = User {
            language: report.order.language,
            ..user
        };
        Ok(Some((user, MailContent::Report(Box::new(content)))))
    }

    async fn make(&self, report: &Report) -> Result<ReportMail, DeliverError> {
        let document = self.compose(report).await?;
        // Taken out before the document goes into the file.
        let figures = Figures::from_document(&document);
        let workbook = self.ports.report_writer.write(document, MAX_BYTES).await?;
        Ok(self.content(report, figures, workbook))
    }

    /// Notes that work on a report begins; `None` when there is nothing to do.
    async fn begin(
        &self,
        id: ReportId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<Option<Report>, DeliverError> {
        let unit = self.ports.store.begin().await?;
        // Holds the job: whoever took it over meanwhile may have sent the report.
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
            // The account went this moment, and the report with it.
            Err(StoreError::Missing) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        Ok(Some(report))
    }

    fn content(&self, report: &Report, figures: Figures, workbook: Workbook) -> ReportMail {
        let order = &report.order;
        let first = order.zone.date(order.from);
        let last = order.zone.date_before(order.until);
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
                file_name: format!("korotko-{first}-{last}.{}", workbook.extension),
                media_type: workbook.media_type,
                bytes: workbook.bytes,
            },
            unsubscribe,
        }
    }
}

/// What the mail itself says of a report.
struct Figures {
    subject: ReportSubject,
    total: Counts,
    before: Counts,
    links: u64,
    top: Vec<(String, u64)>,
}

impl Figures {
    fn from_document(document: &ReportDocument) -> Self {
        let bots = document.order.include_bots;
        let top = document.links.iter().take(TOP);
        let top = top.map(|link| (link.share_url.clone(), link.counts.clicks_with(bots)));
        Self {
            subject: document.subject.clone(),
            total: document.total,
            before: document.before,
            links: document.links.len() as u64,
            top: top.filter(|(_, clicks)| *clicks > 0).collect(),
        }
    }
}

/// Notes on a report what became of its job, in the unit that notes it on the job.
pub(crate) async fn settle_report(
    unit: &dyn UnitOfWork,
    id: ReportId,
    settlement: &Settlement,
) -> Result<(), StoreError> {
    let found = unit.reports().find_by_id(id).await?;
    let Some(mut report) = found.filter(|report| report.state.is_pending()) else {
        return Ok(());
    };
    match settlement {
        Settlement::Done { at } => {
            report.state = ReportState::Sent;
            report.finished_at = Some(*at);
        }
        Settlement::Failed { at, error } => {
            report.state = ReportState::Failed;
            report.finished_at = Some(*at);
            report.failure = Some(error.clone());
        }
        Settlement::Retry { .. } | Settlement::Release { .. } => {
            report.state = ReportState::Queued;
        }
    }
    unit.reports().update(&report).await
}

/// Makes a report that was given up wait again, together with its job.
pub(crate) async fn requeue_report(unit: &dyn UnitOfWork, id: ReportId) -> Result<(), StoreError> {
    let Some(mut report) = unit.reports().find_by_id(id).await? else {
        return Ok(());
    };
    report.state = ReportState::Queued;
    report.finished_at = None;
    report.failure = None;
    unit.reports().update(&report).await
}
