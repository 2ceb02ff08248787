use std::net::IpAddr;

use super::{AbuseCategory, AbuseReports, AbuseText};
use crate::deferred::Job;
use crate::fault::{Violations, fault};
use crate::id::LinkId;
use crate::ports::{InsertAbuseReport, StoreError};
use crate::rate_limit::RateLimitError;
use crate::user::Email;

/// An abuse report, as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbuseReport {
    /// The share URL of the link.
    pub url: String,
    /// What the link is said to be.
    pub category: AbuseCategory,
    /// What the reporter says.
    pub text: Option<String>,
    /// The address of the reporter, if they want an answer.
    pub reporter: Option<String>,
}

/// Why an abuse report was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum ReportLinkError {
    /// A field violates a rule.
    #[error("the abuse report is invalid")]
    Invalid(Violations),
    /// Too many reports of the client.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wrong with a URL that is no share URL of a link.
const UNKNOWN: &str = "must be the short URL of a link of this service";

impl AbuseReports {
    /// Accepts a report about a link, limited by the network of the `client`, and defers a mail to the operator, unless another
    /// report about the link is open: then they know already.
    #[tracing::instrument(name = "abuse_reports.report_link", skip_all)]
    pub async fn report_link(
        &self,
        new: &NewAbuseReport,
        client: Option<IpAddr>,
    ) -> Result<(), ReportLinkError> {
        let now = self.ports.clock.now();
        let mut violations = Violations::default();
        let shared = self.links.shared(&new.url).ok_or(UNKNOWN);
        let shared = violations.check("url", shared);
        let text = new.text.as_deref().map(AbuseText::parse).transpose();
        let text = violations.check("text", text);
        let reporter = new.reporter.as_deref().map(Email::parse).transpose();
        let reporter = violations.check("email", reporter);
        let (Some((namespace, slug)), Some(text), Some(reporter)) = (shared, text, reporter) else {
            return Err(ReportLinkError::Invalid(violations));
        };
        // Before the look-up, which tells whether a link exists.
        self.rates.abuse_report(client).await?;
        let route = self.ports.route_finder.find_route(namespace, &slug).await?;
        let unknown = || ReportLinkError::Invalid(Violations::new("url", UNKNOWN));
        let link = route.ok_or_else(unknown)?.link;
        let created_at = now;
        let insert = InsertAbuseReport {
            link,
            category: new.category,
            text,
            reporter,
            created_at,
        };
        match self.insert(&insert).await {
            Ok(()) => Ok(()),
            Err(StoreError::Missing) => Err(unknown()),
            Err(error) => Err(error.into()),
        }
    }

    async fn insert(&self, report: &InsertAbuseReport) -> Result<(), StoreError> {
        let unit = self.ports.store.begin().await?;
        let is_first = self.is_first(&*unit, report.link).await?;
        let id = unit.abuse_reports().insert(report).await?.id;
        if is_first && self.mails {
            let job = Job::SendAbuseReport { report: id };
            let job = self.ports.traced_job(job, report.created_at);
            unit.jobs().insert(&job).await?;
        }
        unit.commit().await
    }

    /// Whether the link can be followed, and no report about it is open.
    async fn is_first(
        &self,
        unit: &dyn crate::ports::UnitOfWork,
        link: LinkId,
    ) -> Result<bool, StoreError> {
        // Locked, so that of two concurrent reports one is the first.
        let locked = unit.links().find_for_update(link).await?;
        let locked = locked.ok_or(StoreError::Missing)?;
        let is_dealt_with = locked.block.is_some() || locked.deleted_at.is_some();
        Ok(!is_dealt_with && !unit.abuse_reports().has_open(link).await?)
    }
}

fault!(ReportLinkError {
    violations: [Invalid => "invalid"],
    variants: [],
    transparent: [RateLimit, Store],
});
