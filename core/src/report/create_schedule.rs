use super::order::{check_scope, parse_language};
use super::{Frequency, ReportScope, Reports, Schedule, SchedulePlan};
use crate::Zone;
use crate::fault::{Violations, fault};
use crate::ports::{InsertSchedule, ScheduleQuery, StoreError};
use crate::user::{OwnerGone, User, lock_owner};

/// How many schedules one user may have.
const MAX_SCHEDULES: u32 = 20;

/// What is to be sent when, as it came.
#[derive(Debug, Clone, Copy)]
pub struct NewSchedule<'a> {
    /// Of which links.
    pub scope: ReportScope,
    /// How often.
    pub frequency: Frequency,
    /// At which hour of the day, 0 to 23.
    pub hour: u8,
    /// The time zone's name; UTC when it is not said.
    pub zone: Option<&'a str>,
    /// The language's tag; the one of the account when it is not said.
    pub language: Option<&'a str>,
    /// Whether the clicks of bots and previews count.
    pub include_bots: bool,
}

/// Why there is no new schedule.
#[derive(Debug, thiserror::Error)]
pub enum CreateScheduleError {
    /// A field breaks a rule.
    #[error("the schedule cannot be made as asked")]
    Invalid(Violations),
    /// The owner has as many schedules as one may have.
    #[error("there are {MAX_SCHEDULES} schedules, as many as one user may have")]
    TooMany,
    /// The owner's account no longer exists.
    #[error(transparent)]
    OwnerGone(OwnerGone),
    /// The store failed.
    #[error(transparent)]
    Store(StoreError),
}

impl Reports {
    /// Makes a schedule: from now on a report is ordered for `user` whenever it is due.
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
        let there = unit.schedules().list(&all).await?;
        if u32::try_from(there.len()).unwrap_or(u32::MAX) >= MAX_SCHEDULES {
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
    let mut broken = Violations::default();
    let zone = new.zone.map_or(Ok(Zone::UTC), Zone::parse);
    let zone = broken.check("tz", zone);
    let language = broken.check("language", parse_language(new.language, user));
    if new.hour > 23 {
        broken.add("hour", "must be from 0 to 23");
    }
    match (zone, language) {
        (Some(zone), Some(language)) if broken.as_slice().is_empty() => Ok(SchedulePlan {
            scope: new.scope,
            frequency: new.frequency,
            hour: new.hour,
            zone,
            language,
            include_bots: new.include_bots,
        }),
        _ => Err(broken),
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
    broken_rules: [Invalid => "invalid"],
    own: [TooMany => Conflict "too-many-schedules"],
    passed_on: [OwnerGone, Store],
});
