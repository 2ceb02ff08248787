use std::cmp::Reverse;

use super::link_rows::LinkRows;
use super::{
    DayRow, LinkRow, Report, ReportDocument, ReportOrder, ReportScope, ReportSubject, Reports,
    ValueRow,
};
use crate::click::{Counts, Dimension, QuarterHour};
use crate::fault::fault;
use crate::id::UserId;
use crate::link::share_url;
use crate::ports::{ClickSubject, Snapshot, StoreError};
use crate::statistics::{Period, count_by_day, ranked};

/// Why a report cannot be composed.
#[derive(Debug, thiserror::Error)]
pub enum ComposeReportError {
    /// The collection or link no longer exists, or does not belong to the report's owner.
    #[error("the collection or link of this report no longer exists")]
    ScopeGone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reports {
    /// Composes the document of a report. Everything is read from one snapshot, so that its numbers agree.
    #[tracing::instrument(name = "reports.compose", skip_all, fields(report = %report.id))]
    pub async fn compose(&self, report: &Report) -> Result<ReportDocument, ComposeReportError> {
        self.document(report.owner, &report.order).await
    }

    /// The same for an order that is not stored.
    pub(super) async fn document(
        &self,
        owner: UserId,
        order: &ReportOrder,
    ) -> Result<ReportDocument, ComposeReportError> {
        let created_at = self.ports.clock.now();
        let snapshot = self.ports.store.snapshot().await?;
        let (subject, clicks) = self.subject(&*snapshot, owner, order.scope).await?;
        let period = period_of(order);
        let statistics = snapshot.statistics();
        let total = statistics.count(clicks, &period.span()).await?;
        let before = statistics.count(clicks, &period.before().span()).await?;
        let rows = LinkRows::new(&*snapshot, &self.public_url, owner, order, created_at);
        let links = rows.read().await?;
        let days = count_by_day(statistics, clicks, &period).await?;
        let bots = order.include_bots;
        let values = |dimension| values(&*snapshot, clicks, &period, dimension, bots);
        Ok(ReportDocument {
            order: order.clone(),
            created_at,
            subject,
            total,
            before,
            deleted: total.without(&counted(&links)),
            links,
            days: days
                .into_iter()
                .map(|(date, counts)| DayRow { date, counts })
                .collect(),
            referrers: values(Dimension::Referrer).await?,
            browsers: values(Dimension::Browser).await?,
            systems: values(Dimension::Os).await?,
            devices: values(Dimension::Device).await?,
            languages: values(Dimension::Language).await?,
        })
    }

    async fn subject(
        &self,
        snapshot: &dyn Snapshot,
        owner: UserId,
        scope: ReportScope,
    ) -> Result<(ReportSubject, ClickSubject), ComposeReportError> {
        match scope {
            ReportScope::All => Ok((ReportSubject::All, ClickSubject::Owner(owner))),
            ReportScope::Collection(id) => {
                let found = snapshot.collections().find_by_id(id).await?;
                let own = found.filter(|collection| collection.owner == owner);
                let collection = own.ok_or(ComposeReportError::ScopeGone)?;
                let name = collection.name.to_string();
                Ok((
                    ReportSubject::Collection(name),
                    ClickSubject::Collection(id),
                ))
            }
            ReportScope::Link(id) => {
                let found = snapshot.links().find_by_id(id).await?;
                let owned = found.filter(|link| link.belongs_to(owner));
                let link = owned.ok_or(ComposeReportError::ScopeGone)?;
                let subject = ReportSubject::Link {
                    share_url: share_url(&self.public_url, &link).to_string(),
                    title: link.title.as_ref().map(ToString::to_string),
                };
                Ok((subject, ClickSubject::Link(id)))
            }
        }
    }
}

fn period_of(order: &ReportOrder) -> Period {
    Period {
        from: QuarterHour::from_timestamp(order.from),
        until: QuarterHour::at_or_after(order.until),
        zone: order.zone,
    }
}

fn counted(links: &[LinkRow]) -> Counts {
    links.iter().map(|link| link.counts).sum()
}

async fn values(
    snapshot: &dyn Snapshot,
    clicks: ClickSubject,
    period: &Period,
    dimension: Dimension,
    bots: bool,
) -> Result<Vec<ValueRow>, StoreError> {
    let mut ranked = ranked(snapshot.statistics(), clicks, &period.span(), dimension).await?;
    // Stable: ties keep their order.
    ranked.sort_by_key(|(_, counts)| Reverse(counts.clicks_with(bots)));
    let row = |(value, counts)| ValueRow { value, counts };
    Ok(ranked.into_iter().map(row).collect())
}

fault!(ComposeReportError {
    violations: [],
    variants: [ScopeGone => NotFound "scope-gone"],
    transparent: [Store],
});
