use async_trait::async_trait;
use korotko_core::click::Day;
use korotko_core::ports::{ClickLogId, ClickLogRepository, StoreError, Timestamp};
use rpds::RedBlackTreeMapSync;

use crate::rows::Rows;

/// How far a log was counted, and when that was noted.
#[derive(Debug, Clone, Copy)]
struct Position {
    bytes: u64,
    moved_at: Timestamp,
}

/// How far logs were counted, and what was dropped.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClickLogTable {
    positions: RedBlackTreeMapSync<ClickLogId, Position>,
    dropped: RedBlackTreeMapSync<Day, u64>,
}

impl ClickLogTable {
    fn find(&self, log: ClickLogId) -> Option<u64> {
        self.positions.get(&log).map(|position| position.bytes)
    }

    fn move_on(
        &mut self,
        log: ClickLogId,
        before: Option<u64>,
        to: Position,
    ) -> Result<(), StoreError> {
        if self.find(log) != before {
            return Err(StoreError::Conflict);
        }
        self.positions.insert_mut(log, to);
        Ok(())
    }

    fn add_dropped(&mut self, day: Day, clicks: u64) {
        let before = self.dropped.get(&day).copied().unwrap_or_default();
        self.dropped.insert_mut(day, before + clicks);
    }

    fn count_dropped(&self, since: Day) -> u64 {
        self.dropped.range(since..).map(|(_, clicks)| clicks).sum()
    }

    /// Goes through all logs, of which there are few.
    fn delete_positions(&mut self, until: Timestamp) -> u64 {
        let positions = self.positions.iter();
        let old = positions.filter(|(_, position)| position.moved_at <= until);
        let old: Vec<ClickLogId> = old.map(|(log, _)| *log).collect();
        for log in &old {
            self.positions.remove_mut(log);
        }
        old.len() as u64
    }
}

#[async_trait]
impl ClickLogRepository for Rows {
    async fn find_position(&self, log: ClickLogId) -> Result<Option<u64>, StoreError> {
        self.read(|state| state.click_logs.find(log))
    }

    async fn set_position(
        &self,
        log: ClickLogId,
        before: Option<u64>,
        position: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let to = Position {
            bytes: position,
            moved_at: now,
        };
        self.write(|state| state.click_logs.move_on(log, before, to))
    }

    async fn add_dropped(&self, day: Day, clicks: u64) -> Result<(), StoreError> {
        self.write(|state| {
            state.click_logs.add_dropped(day, clicks);
            Ok(())
        })
    }

    async fn count_dropped(&self, since: Day) -> Result<u64, StoreError> {
        self.read(|state| state.click_logs.count_dropped(since))
    }

    async fn delete_positions(&self, until: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.click_logs.delete_positions(until)))
    }
}
