use std::cmp::Reverse;

use super::link_rows::LinkRows;
use super::{
    DayRow, LinkRow, Report, ReportDocument, ReportOrder, ReportScope, ReportSubject, Reports,
    ValueRow,
};
use crate::click::{Counts, Dimension, Quarter};
use crate::fault::fault;
use crate::id::UserId;
use crate::link::share_url;
use crate::ports::{ClickSubject, Snapshot, StoreError};
use crate::statistics::{Period, count_by_day, ranked};

/// Why there is nothing to tell.
#[derive(Debug, thiserror::Error)]
pub enum ComposeReportError {
    /// The set or the link is gone, or belongs to nobody the report is for.
    #[error("the set or the link of this report is gone")]
    ScopeGone,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Reports {
    /// What a report says now. All of it is read from one snapshot, so its numbers agree with each other.
    #[tracing::instrument(name = "reports.compose", skip_all, fields(report = %report.id))]
    pub async fn compose(&self, report: &Report) -> Result<ReportDocument, ComposeReportError> {
        let made_at = self.ports.clock.now();
        let Report { owner, order, .. } = report;
        let snapshot = self.ports.store.snapshot().await?;
        let (subject, clicks) = self.subject(&*snapshot, *owner, order.scope).await?;
        let period = period_of(order);
        let statistics = snapshot.statistics();
        let total = statistics.count(clicks, &period.span()).await?;
        let before = statistics.count(clicks, &period.before().span()).await?;
        let rows = LinkRows::new(&*snapshot, &self.public_url, *owner, order, made_at);
        let links = rows.read().await?;
        let days = count_by_day(statistics, clicks, &period).await?;
        let bots = order.include_bots;
        let values = |dimension| values(&*snapshot, clicks, &period, dimension, bots);
        Ok(ReportDocument {
            order: order.clone(),
            made_at,
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
                let kept = found.filter(|link| link.is_kept_by(owner));
                let link = kept.ok_or(ComposeReportError::ScopeGone)?;
                let url = share_url(&self.public_url, &link).to_string();
                Ok((ReportSubject::Link(url), ClickSubject::Link(id)))
            }
        }
    }
}

fn period_of(order: &ReportOrder) -> Period {
    Period {
        from: Quarter::from_timestamp(order.from),
        until: Quarter::at_or_after(order.until),
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
    // Stable: those alike stay in their order.
    ranked.sort_by_key(|(_, counts)| Reverse(counts.clicks_with(bots)));
    let row = |(value, counts)| ValueRow { value, counts };
    Ok(ranked.into_iter().map(row).collect())
}

fault!(ComposeReportError {
    broken_rules: [],
    own: [ScopeGone => NotFound "scope-gone"],
    passed_on: [Store],
});
