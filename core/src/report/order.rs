use chrono::TimeDelta;

use super::{Report, ReportOrder, ReportScope, Reports};
use crate::fault::{Violations, fault};
use crate::id::UserId;
use crate::job::Job;
use crate::ports::{
    InsertReport, Store, StoreError, StoreFailure, Timestamp, UnitOfWork, retry_conflicts,
};
use crate::statistics::{Period, PeriodText};
use crate::user::{Language, OwnerGone, User, lock_owner};

/// How many reports somebody may ask for within [`WINDOW`].
const MAX_A_DAY: usize = 20;
const WINDOW: TimeDelta = TimeDelta::days(1);

/// What somebody wants to be told, as it came.
#[derive(Debug, Clone, Copy)]
pub struct NewReport<'a> {
    /// Of which links.
    pub scope: ReportScope,
    /// Of which time.
    pub period: PeriodText<'a>,
    /// The language's tag; the one of the account when it is not said.
    pub language: Option<&'a str>,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

/// Why no report is ordered.
#[derive(Debug, thiserror::Error)]
pub enum OrderReportError {
    /// A field breaks a rule.
    #[error("the report cannot be made as asked")]
    Invalid(Violations),
    /// As many were asked for as one may ask for in a day.
    #[error("{MAX_A_DAY} reports were asked for within a day; wait for a while")]
    TooMany {
        /// How long.
        wait: TimeDelta,
    },
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Reports {
    /// Orders a report, to be mailed to the address of `user`. One on the very order that is not sent yet is answered instead.
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
        retry_conflicts("others order the same report", || {
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
        let requested = unit.reports().list_requested(owner, now - WINDOW).await?;
        if let Some(oldest) = requested.len().checked_sub(MAX_A_DAY) {
            let wait = requested[oldest] + WINDOW - now;
            return Err(OrderReportError::TooMany { wait });
        }
        let report = InsertReport {
            owner,
            order: order.clone(),
            schedule: None,
            created_at: now,
        };
        let report = leave(&*unit, &report).await?;
        unit.commit().await?;
        Ok(report)
    }
}

fn parse(user: &User, new: &NewReport<'_>, now: Timestamp) -> Result<ReportOrder, Violations> {
    let mut broken = Violations::default();
    let period = Period::read(new.period, now, &mut broken);
    let language = broken.check("language", parse_language(new.language, user));
    let (period, language) = period.zip(language).ok_or(broken)?;
    Ok(ReportOrder {
        scope: new.scope,
        from: period.from.start(),
        until: period.until.start(),
        zone: period.zone,
        language,
        include_bots: new.include_bots,
    })
}

/// Inserts a report with the job that delivers it.
pub(super) async fn leave(
    unit: &dyn UnitOfWork,
    insert: &InsertReport,
) -> Result<Report, StoreError> {
    let report = unit.reports().insert(insert).await?;
    let job = Job::SendReport {
        user: report.owner,
        report: report.id,
    };
    unit.jobs().insert(&job, insert.created_at).await?;
    Ok(report)
}

/// A language that was asked for, or else the account's.
pub(super) fn parse_language(tag: Option<&str>, user: &User) -> Result<Language, &'static str> {
    tag.map_or(Ok(user.language), |tag| {
        Language::from_tag(tag).ok_or("must be en or ru")
    })
}

/// What stands against the order of a collection or link that is not the owner's; that it is there at all, is not told.
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
            _ => refused("collection_id", "must be the id of one of your sets"),
        },
        ReportScope::Link(id) => match store.links().find_by_id(id).await? {
            Some(link) if link.is_kept_by(owner) => Ok(Ok(())),
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
    broken_rules: [Invalid => "invalid"],
    own: [TooMany => TooMany "too-many-reports"],
    passed_on: [OwnerGone, Store],
    retry_after: TooMany { wait },
});
