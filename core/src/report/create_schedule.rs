use super::order::{check_scope, parse_language};
use super::{Frequency, ReportScope, Reports, Schedule, SchedulePlan};
use crate::Zone;
use crate::fault::{Violations, fault};
use crate::ports::{InsertSchedule, ScheduleQuery, StoreError};
use crate::user::{OwnerGone, User, lock_owner};

/// The maximum number of schedules of one user.
const MAX_SCHEDULES: u32 = 20;

/// The fields of a new schedule, as received.
#[derive(Debug, Clone, Copy)]
pub struct NewSchedule<'a> {
    /// The links to report on.
    pub scope: ReportScope,
    /// How often.
    pub frequency: Frequency,
    /// The hour of the day, 0 to 23.
    pub hour: u8,
    /// The time zone's name; the account's if `None`.
    pub zone: Option<&'a str>,
    /// The language tag; the account's language if `None`.
    pub language: Option<&'a str>,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

/// Why a schedule was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateScheduleError {
    /// A field violates a rule.
    #[error("the schedule is invalid")]
    Invalid(Violations),
    /// The owner's schedule limit is reached.
    #[error("schedule limit of {MAX_SCHEDULES} reached; delete some schedules first")]
    TooMany,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Reports {
    /// Creates a schedule: from now on a report is ordered for `user` whenever it is due.
    #[tracing::instrument(name = "reports.create_schedule", skip_all, fields(user = %user.id))]
    pub async fn create_schedule(
        &self,
        user: &User,
        new: &NewSchedule<'_>,
    ) -> Result<Schedule, CreateScheduleError> {
        let now = self.ports.clock.now();
        let plan = parse(user, new).map_err(CreateScheduleError::Invalid)?;
        let checked = check_scope(&*self.ports.store, user.id, plan.scope).await?;
        checked.map_err(CreateScheduleError::Invalid)?;
        let unit = self.ports.store.begin().await?;
        lock_owner(&*unit, user.id).await?;
        let all = ScheduleQuery {
            owner: user.id,
            after: None,
            limit: MAX_SCHEDULES,
        };
        let existing = unit.schedules().list(&all).await?;
        if u32::try_from(existing.len()).unwrap_or(u32::MAX) >= MAX_SCHEDULES {
            return Err(CreateScheduleError::TooMany);
        }
        let schedule = InsertSchedule {
            owner: user.id,
            next_at: plan.next_after(now),
            plan,
            created_at: now,
        };
        let schedule = unit.schedules().insert(&schedule).await?;
        unit.commit().await?;
        Ok(schedule)
    }
}

fn parse(user: &User, new: &NewSchedule<'_>) -> Result<SchedulePlan, Violations> {
    let mut violations = Violations::default();
    let zone = new.zone.map_or(Ok(user.zone()), Zone::parse);
    let zone = violations.check("tz", zone);
    let language = violations.check("language", parse_language(new.language, user));
    if new.hour > 23 {
        violations.add("hour", "must be from 0 to 23");
    }
    match (zone, language) {
        (Some(zone), Some(language)) if violations.as_slice().is_empty() => Ok(SchedulePlan {
            scope: new.scope,
            frequency: new.frequency,
            hour: new.hour,
            zone,
            language,
            include_bots: new.include_bots,
        }),
        _ => Err(violations),
    }
}

impl From<StoreError> for CreateScheduleError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Missing => Self::OwnerGone(OwnerGone),
            error => Self::Store(error),
        }
    }
}

fault!(CreateScheduleError {
    violations: [Invalid => "invalid"],
    variants: [TooMany => Conflict "schedule-limit-reached"],
    transparent: [OwnerGone, Store],
});
