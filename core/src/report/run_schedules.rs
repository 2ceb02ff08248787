use super::order::{check_scope, insert_with_job};
use super::{ReportScope, Reports, Schedule};
use crate::id::ScheduleId;
use crate::ports::{InsertReport, StoreError, Timestamp, UnitOfWork};

/// The maximum number of schedules of one run.
const BATCH: u32 = 100;

impl Reports {
    /// Orders the reports of due schedules; returns the number of schedules that were run. However many workers run them
    /// concurrently, a schedule orders one report when it is due, and only one if it was due several times while no worker ran.
    #[tracing::instrument(name = "reports.run_schedules", level = "debug", skip_all)]
    pub async fn run_schedules(&self) -> Result<u32, StoreError> {
        let now = self.ports.clock.now();
        let due = self.ports.store.schedules().list_due(now, BATCH).await?;
        let mut run = 0;
        for schedule in due {
            // A schedule that fails must not delay the others.
            match self.run_schedule(&schedule, now).await {
                Ok(()) => run += 1,
                Err(error) => {
                    tracing::warn!(event = "schedule_not_run", %error, id = %schedule.id, "report schedule could not be run");
                }
            }
        }
        Ok(run)
    }

    async fn scope_state(
        &self,
        schedule: &Schedule,
        now: Timestamp,
    ) -> Result<ScopeState, StoreError> {
        let (store, owner) = (&*self.ports.store, schedule.owner);
        let checked = check_scope(store, owner, schedule.plan.scope).await?;
        if checked.is_ok() {
            return Ok(ScopeState::Exists);
        }
        let ReportScope::Link(id) = schedule.plan.scope else {
            return Ok(ScopeState::Deleted);
        };
        let link = store.links().find_by_id(id).await?;
        let in_trash = link.is_some_and(|link| link.is_in_trash_of(owner, now));
        Ok(if in_trash {
            ScopeState::InTrash
        } else {
            ScopeState::Deleted
        })
    }

    async fn run_schedule(&self, found: &Schedule, now: Timestamp) -> Result<(), StoreError> {
        let scope_state = self.scope_state(found, now).await?;
        let unit = self.ports.store.begin().await?;
        // The owner first, in the same order as the deletion of an account.
        let Some(owner) = unit.users().find_for_update(found.owner).await? else {
            // Otherwise schedules of deleted accounts would stay due and delay others.
            unit.schedules().delete(found.id).await?;
            return unit.commit().await;
        };
        let Some(schedule) = lock_due(&*unit, found.id, now).await? else {
            return Ok(());
        };
        match scope_state {
            ScopeState::Exists if !owner.is_disabled() => order(&*unit, &schedule, now).await?,
            ScopeState::Exists | ScopeState::InTrash => {}
            ScopeState::Deleted => {
                tracing::info!(event = "schedule_ended", id = %schedule.id, "report schedule ended because its collection or link no longer exists");
                unit.schedules().delete(schedule.id).await?;
                return unit.commit().await;
            }
        }
        let next = schedule.plan.next_after(now);
        unit.schedules().set_next(schedule.id, next).await?;
        unit.commit().await
    }
}

/// Whether the collection or link of a schedule still exists.
enum ScopeState {
    Exists,
    /// Deleted, and its owner may restore it: no report is ordered in the meantime.
    InTrash,
    Deleted,
}

/// The schedule, if no other worker has run it.
async fn lock_due(
    unit: &dyn UnitOfWork,
    id: ScheduleId,
    now: Timestamp,
) -> Result<Option<Schedule>, StoreError> {
    let locked = unit.schedules().find_for_update(id).await?;
    Ok(locked.filter(|schedule| schedule.next_at <= now))
}

async fn order(
    unit: &dyn UnitOfWork,
    schedule: &Schedule,
    now: Timestamp,
) -> Result<(), StoreError> {
    let order = schedule.plan.order_at(now);
    let pending = unit.reports().find_pending(schedule.owner, &order).await?;
    if pending.is_some() {
        // A user ordered the same report concurrently.
        return Ok(());
    }
    let report = InsertReport {
        owner: schedule.owner,
        order,
        schedule: Some(schedule.id),
        created_at: now,
    };
    insert_with_job(unit, &report, None).await?;
    Ok(())
}
