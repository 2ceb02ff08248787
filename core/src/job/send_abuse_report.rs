use super::Jobs;
use super::send::SendError;
use crate::id::AbuseReportId;
use crate::link::share_url;
use crate::ports::{AbuseMail, Claim, MailContent, Timestamp};
use crate::user::Language;

impl Jobs {
    /// Mails an abuse report to the operator, unless it is closed or removed.
    pub(super) async fn send_abuse_report(
        &self,
        report: AbuseReportId,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), SendError> {
        let store = &self.ports.store;
        let found = store.abuse_reports().find_by_id(report).await?;
        let Some(report) = found.filter(|report| report.closed_at.is_none()) else {
            return Ok(());
        };
        let Some(to) = self.settings.abuse_mail.clone() else {
            let text = "an abuse report is not mailed, since this worker knows no address";
            tracing::warn!(event = "abuse_report_not_mailed", report = %report.id, "{text}");
            return Err(SendError::NoAddress);
        };
        let Some(link) = store.links().find_by_id(report.link).await? else {
            return Ok(());
        };
        let content = AbuseMail {
            service: self.settings.public_url.as_url().clone(),
            share_url: share_url(&self.settings.public_url, &link),
            target: link.target,
            report,
        };
        let content = MailContent::AbuseReport(Box::new(content));
        self.send(claim, (to, Language::default()), now, content)
            .await
    }
}
