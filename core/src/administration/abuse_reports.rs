//! The queue of abuse reports.

use std::collections::{BTreeMap, BTreeSet};

use super::act::{ActError, Done};
use super::{Actor, Administration, AuditAction, AuditSubject, FoundLink};
use crate::abuse::{AbuseOutcome, AbuseReport};
use crate::find::FindError;
use crate::id::{AbuseReportId, LinkId};
use crate::page::Page;
use crate::ports::{AbuseReportQuery, StoreError};

/// An abuse report with its link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundAbuseReport {
    /// The report.
    pub report: AbuseReport,
    /// The link.
    pub link: FoundLink,
}

impl Administration {
    /// Up to `limit` abuse reports, newest first, after the cursor `after`: all, only open ones, or only closed ones.
    #[tracing::instrument(name = "administration.list_abuse_reports", skip_all)]
    pub async fn list_abuse_reports(
        &self,
        is_open: Option<bool>,
        after: Option<AbuseReportId>,
        limit: u32,
    ) -> Result<Page<FoundAbuseReport, AbuseReportId>, StoreError> {
        let query = AbuseReportQuery {
            is_open,
            after,
            limit: limit.saturating_add(1),
        };
        let found = self.ports.store.abuse_reports().list(&query).await?;
        let Page { items, next } = Page::split(found, limit, |report| report.id);
        let items = self.with_links(items).await?;
        Ok(Page { items, next })
    }

    /// An abuse report.
    #[tracing::instrument(name = "administration.read_abuse_report", skip_all)]
    pub async fn read_abuse_report(
        &self,
        id: AbuseReportId,
    ) -> Result<FoundAbuseReport, FindError> {
        let missing = FindError::NotFound("abuse report");
        let found = self.ports.store.abuse_reports().find_by_id(id).await?;
        let found = found.ok_or(FindError::NotFound("abuse report"))?;
        self.with_links(vec![found]).await?.pop().ok_or(missing)
    }

    /// Closes an abuse report, and all other open ones about the same link, since the decision is about the link. A closed report
    /// keeps its outcome.
    pub async fn close_abuse_report(
        &self,
        actor: Actor,
        id: AbuseReportId,
        outcome: AbuseOutcome,
    ) -> Result<FoundAbuseReport, ActError> {
        let span = tracing::info_span!("administration.close_abuse_report");
        self.perform(span, self.close(actor, id, outcome)).await?;
        let found = self.read_abuse_report(id).await;
        found.map_err(|error| match error {
            FindError::NotFound(kind) => ActError::NotFound(kind),
            FindError::Store(error) => ActError::Store(error),
        })
    }

    async fn close(
        &self,
        actor: Actor,
        id: AbuseReportId,
        outcome: AbuseOutcome,
    ) -> Result<Done<()>, ActError> {
        let act = self.begin(actor).await?;
        let found = act.unit.abuse_reports().find_by_id(id).await?;
        let report = found.ok_or(ActError::NotFound("abuse report"))?;
        if report.closed_at.is_some() {
            return Ok(Done::unchanged(()));
        }
        // As when a link is reported.
        act.unit.links().find_for_update(report.link).await?;
        let reports = act.unit.abuse_reports();
        let closed = reports.close(report.link, outcome, act.now).await?;
        if closed == 0 {
            // Another act has just closed it.
            return Ok(Done::unchanged(()));
        }
        let details = format!("{}, {closed} about link {}", outcome.name(), report.link);
        let subject = AuditSubject::AbuseReport(id);
        let action = AuditAction::CloseAbuseReport;
        Ok(act.commit(action, subject, Some(details), ()).await?)
    }

    async fn with_links(
        &self,
        reports: Vec<AbuseReport>,
    ) -> Result<Vec<FoundAbuseReport>, StoreError> {
        let ids: BTreeSet<LinkId> = reports.iter().map(|report| report.link).collect();
        let mut links = Vec::new();
        for id in ids {
            links.extend(self.ports.store.links().find_by_id(id).await?);
        }
        let links = self.with_owners(links).await?.into_iter();
        let links: BTreeMap<LinkId, FoundLink> =
            links.map(|found| (found.link.id, found)).collect();
        // A report goes with its link, perhaps just now.
        let reports = reports.into_iter().filter_map(|report| {
            let link = links.get(&report.link)?.clone();
            Some(FoundAbuseReport { report, link })
        });
        Ok(reports.collect())
    }
}
