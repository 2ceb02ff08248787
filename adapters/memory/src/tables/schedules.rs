use korotko_core::id::{ScheduleId, UserId};
use korotko_core::ports::{InsertSchedule, ScheduleQuery, StoreError, Timestamp};
use korotko_core::report::Schedule;
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

/// The schedules of reports, and which are due when.
#[derive(Debug, Clone, Default)]
pub(crate) struct ScheduleTable {
    rows: RedBlackTreeMapSync<ScheduleId, Schedule>,
    due: RedBlackTreeSetSync<(Timestamp, ScheduleId)>,
    by_owner: RedBlackTreeSetSync<(UserId, ScheduleId)>,
    last_id: i64,
}

impl ScheduleTable {
    pub(crate) fn find(&self, id: ScheduleId) -> Option<&Schedule> {
        self.rows.get(&id)
    }

    /// The schedules of this user, by rising id.
    pub(crate) fn ids_of(&self, owner: UserId) -> Vec<ScheduleId> {
        let first = (owner, ScheduleId(i64::MIN));
        let last = (owner, ScheduleId(i64::MAX));
        let theirs = self.by_owner.range(first..=last);
        theirs.map(|(_, id)| *id).collect()
    }

    pub(crate) fn list(&self, query: &ScheduleQuery) -> Vec<Schedule> {
        let newest_first = self.ids_of(query.owner).into_iter().rev();
        newest_first
            .filter(|id| query.after.is_none_or(|after| *id < after))
            .take(query.limit as usize)
            .filter_map(|id| self.find(id).cloned())
            .collect()
    }

    pub(crate) fn list_due(&self, now: Timestamp, limit: u32) -> Vec<Schedule> {
        let due = self.due.range(..=(now, ScheduleId(i64::MAX)));
        due.take(limit as usize)
            .filter_map(|(_, id)| self.find(*id).cloned())
            .collect()
    }

    pub(crate) fn insert(&mut self, new: &InsertSchedule) -> Schedule {
        self.last_id += 1;
        let schedule = Schedule {
            id: ScheduleId(self.last_id),
            owner: new.owner,
            plan: new.plan.clone(),
            next_at: new.next_at,
            created_at: new.created_at,
        };
        self.put(schedule.clone());
        schedule
    }

    pub(crate) fn set_next(
        &mut self,
        id: ScheduleId,
        next_at: Timestamp,
    ) -> Result<(), StoreError> {
        let schedule = self.find(id).cloned().ok_or(StoreError::Missing)?;
        self.delete(id);
        self.put(Schedule {
            next_at,
            ..schedule
        });
        Ok(())
    }

    fn put(&mut self, schedule: Schedule) {
        self.due.insert_mut((schedule.next_at, schedule.id));
        self.by_owner.insert_mut((schedule.owner, schedule.id));
        self.rows.insert_mut(schedule.id, schedule);
    }

    /// Removes a row, to which nothing may refer any more.
    pub(crate) fn delete(&mut self, id: ScheduleId) -> bool {
        if let Some(schedule) = self.rows.get(&id) {
            self.due.remove_mut(&(schedule.next_at, id));
            self.by_owner.remove_mut(&(schedule.owner, id));
        }
        self.rows.remove_mut(&id)
    }
}
