use super::order::{check_scope, leave};
use super::{ReportScope, Reports, Schedule};
use crate::id::ScheduleId;
use crate::ports::{InsertReport, StoreError, Timestamp, UnitOfWork};

/// How many schedules one run looks at.
const BATCH: u32 = 100;

impl Reports {
    /// Orders the reports of the schedules that are due; says how many schedules it saw to. However many workers do it at
    /// once, a schedule orders one report when it is due; and one alone when it was due several times while no worker ran.
    #[tracing::instrument(name = "reports.run_schedules", level = "debug", skip_all)]
    pub async fn run_schedules(&self) -> Result<u32, StoreError> {
        let now = self.ports.clock.now();
        let due = self.ports.store.schedules().list_due(now, BATCH).await?;
        let mut seen = 0;
        for schedule in due {
            // One that fails must not keep the others waiting.
            match self.run_schedule(&schedule, now).await {
                Ok(()) => seen += 1,
                Err(error) => tracing::warn!(%error, id = %schedule.id, "a schedule was not run"),
            }
        }
        Ok(seen)
    }

    async fn standing(&self, schedule: &Schedule, now: Timestamp) -> Result<Standing, StoreError> {
        let (store, owner) = (&*self.ports.store, schedule.owner);
        let checked = check_scope(store, owner, schedule.plan.scope).await?;
        if checked.is_ok() {
            return Ok(Standing::There);
        }
        let ReportScope::Link(id) = schedule.plan.scope else {
            return Ok(Standing::Gone);
        };
        let link = store.links().find_by_id(id).await?;
        let in_trash = link.is_some_and(|link| link.is_in_trash_of(owner, now));
        Ok(if in_trash {
            Standing::InTrash
        } else {
            Standing::Gone
        })
    }

    async fn run_schedule(&self, found: &Schedule, now: Timestamp) -> Result<(), StoreError> {
        let standing = self.standing(found, now).await?;
        let unit = self.ports.store.begin().await?;
        // The owner first, as whoever deletes the account has it.
        let owner = unit.users().find_for_update(found.owner).await?;
        if owner.is_none() {
            // Else those whose accounts are gone would keep others from their turn.
            unit.schedules().delete(found.id).await?;
            return unit.commit().await;
        }
        let Some(schedule) = lock_due(&*unit, found.id, now).await? else {
            return Ok(());
        };
        match standing {
            Standing::There => order(&*unit, &schedule, now).await?,
            Standing::InTrash => {}
            Standing::Gone => {
                tracing::info!(id = %schedule.id, "a schedule ended with what it told of");
                unit.schedules().delete(schedule.id).await?;
                return unit.commit().await;
            }
        }
        let next = schedule.plan.next_after(now);
        unit.schedules().set_next(schedule.id, next).await?;
        unit.commit().await
    }
}

/// Where that stands of which a schedule tells.
enum Standing {
    There,
    /// Deleted, and its owner may bring it back: nothing is told meanwhile.
    InTrash,
    Gone,
}

/// The schedule, if no other worker saw to it meanwhile.
async fn lock_due(
    unit: &dyn UnitOfWork,
    id: ScheduleId,
    now: Timestamp,
) -> Result<Option<Schedule>, StoreError> {
    let held = unit.schedules().find_for_update(id).await?;
    Ok(held.filter(|schedule| schedule.next_at <= now))
}

async fn order(
    unit: &dyn UnitOfWork,
    schedule: &Schedule,
    now: Timestamp,
) -> Result<(), StoreError> {
    let order = schedule.plan.order_at(now);
    let pending = unit.reports().find_pending(schedule.owner, &order).await?;
    if pending.is_some() {
        // Asked for by hand at this moment: it comes anyway.
        return Ok(());
    }
    let report = InsertReport {
        owner: schedule.owner,
        order,
        schedule: Some(schedule.id),
        created_at: now,
    };
    leave(unit, &report).await?;
    Ok(())
}
