use super::{Report, ReportOrder, ReportScope, Reports};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::job::Job;
use crate::ports::{
    InsertJob, InsertReport, Store, StoreError, StoreFailure, Timestamp, TraceContext, UnitOfWork,
    retry_conflicts,
};
use crate::rate_limit::RateLimitError;
use crate::statistics::{Period, PeriodText};
use crate::user::{Language, OwnerGone, User, lock_owner};

/// The fields of a report order, as received.
#[derive(Debug, Clone, Copy)]
pub struct NewReport<'a> {
    /// The links to report on.
    pub scope: ReportScope,
    /// The period.
    pub period: PeriodText<'a>,
    /// The language tag; the account's language if `None`.
    pub language: Option<&'a str>,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

/// Why a report was not ordered.
#[derive(Debug, thiserror::Error)]
pub enum OrderReportError {
    /// A field violates a rule.
    #[error("the report order is invalid")]
    Invalid(Violations),
    /// Too many reports.
    #[error(transparent)]
    RateLimit(#[from] RateLimitError),
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Reports {
    /// Orders a report, to be mailed to the address of `user`. A pending report with the same order is returned instead, and does
    /// not count against the limit of the account.
    #[tracing::instrument(name = "reports.order", skip_all, fields(user = %user.id))]
    pub async fn order(
        &self,
        user: &User,
        new: &NewReport<'_>,
    ) -> Result<Report, OrderReportError> {
        let now = self.ports.clock.now();
        let order = parse(user, new, now).map_err(OrderReportError::Invalid)?;
        let checked = check_scope(&*self.ports.store, user.id, order.scope).await?;
        checked.map_err(OrderReportError::Invalid)?;
        let reports = self.ports.store.reports();
        if let Some(pending) = reports.find_pending(user.id, &order).await? {
            return Ok(pending);
        }
        self.rates.report(user.id).await?;
        retry_conflicts("concurrent orders of the same report", || {
            self.attempt_order(user.id, &order, now)
        })
        .await
    }

    async fn attempt_order(
        &self,
        owner: UserId,
        order: &ReportOrder,
        now: Timestamp,
    ) -> Result<Report, OrderReportError> {
        let unit = self.ports.store.begin().await?;
        lock_owner(&*unit, owner).await?;
        if let Some(pending) = unit.reports().find_pending(owner, order).await? {
            return Ok(pending);
        }
        let report = InsertReport {
            owner,
            order: order.clone(),
            schedule: None,
            created_at: now,
        };
        let report =
            insert_with_job(&*unit, &report, self.ports.trace_propagator.current()).await?;
        unit.commit().await?;
        Ok(report)
    }
}

pub(super) fn parse(
    user: &User,
    new: &NewReport<'_>,
    now: Timestamp,
) -> Result<ReportOrder, Violations> {
    let mut violations = Violations::default();
    let period = Period::read(new.period, user.zone(), now, &mut violations);
    let language = violations.check("language", parse_language(new.language, user));
    let (period, language) = period.zip(language).ok_or(violations)?;
    Ok(ReportOrder {
        scope: new.scope,
        from: period.from.start(),
        until: period.until.start(),
        zone: period.zone,
        language,
        include_bots: new.include_bots,
    })
}

/// Inserts a report with the job that delivers it, which continues `trace`.
pub(super) async fn insert_with_job(
    unit: &dyn UnitOfWork,
    insert: &InsertReport,
    trace: Option<TraceContext>,
) -> Result<Report, StoreError> {
    let report = unit.reports().insert(insert).await?;
    let job = InsertJob {
        job: Job::SendReport {
            user: report.owner,
            report: report.id,
        },
        trace,
        created_at: insert.created_at,
    };
    unit.jobs().insert(&job).await?;
    Ok(report)
}

/// The given language, or else the account's.
pub(super) fn parse_language(tag: Option<&str>, user: &User) -> Result<Language, &'static str> {
    tag.map_or(Ok(user.language), |tag| {
        Language::from_tag(tag).ok_or("must be en or ru")
    })
}

/// The violation when a collection or link does not exist or belongs to another user; the two are not distinguished.
pub(super) async fn check_scope(
    store: &dyn Store,
    owner: UserId,
    scope: ReportScope,
) -> Result<Result<(), Violations>, StoreError> {
    let refused = |field, message| Ok(Err(Violations::new(field, message)));
    match scope {
        ReportScope::All => Ok(Ok(())),
        ReportScope::Collection(id) => match store.collections().find_by_id(id).await? {
            Some(collection) if collection.owner == owner => Ok(Ok(())),
            _ => refused("collection_id", "must be the id of one of your collections"),
        },
        ReportScope::Link(id) => match store.links().find_by_id(id).await? {
            Some(link) if link.belongs_to(owner) => Ok(Ok(())),
            _ => refused("link_id", "must be the id of one of your links"),
        },
    }
}

impl StoreFailure for OrderReportError {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Store(StoreError::Conflict))
    }
}

impl From<StoreError> for OrderReportError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::OwnerGone(OwnerGone),
            error => Self::Store(error),
        }
    }
}

fault!(OrderReportError {
    violations: [Invalid => "invalid"],
    variants: [],
    transparent: [RateLimit, OwnerGone, Store],
});
