use korotko_core::click::Day;
use korotko_core::ports::{ClickLogId, StoreError, Timestamp};
use rpds::RedBlackTreeMapSync;

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
    pub(crate) fn find(&self, log: ClickLogId) -> Option<u64> {
        self.positions.get(&log).map(|position| position.bytes)
    }

    pub(crate) fn move_on(
        &mut self,
        log: ClickLogId,
        before: Option<u64>,
        to: u64,
        moved_at: Timestamp,
    ) -> Result<(), StoreError> {
        if self.find(log) != before {
            return Err(StoreError::Conflict);
        }
        let position = Position {
            bytes: to,
            moved_at,
        };
        self.positions.insert_mut(log, position);
        Ok(())
    }

    pub(crate) fn add_dropped(&mut self, day: Day, clicks: u64) {
        let before = self.dropped.get(&day).copied().unwrap_or_default();
        self.dropped.insert_mut(day, before + clicks);
    }

    pub(crate) fn count_dropped(&self, since: Day) -> u64 {
        self.dropped.range(since..).map(|(_, clicks)| clicks).sum()
    }

    /// Goes through all logs, of which there are few.
    pub(crate) fn delete_positions(&mut self, until: Timestamp) -> u64 {
        let positions = self.positions.iter();
        let old = positions.filter(|(_, position)| position.moved_at <= until);
        let old: Vec<ClickLogId> = old.map(|(log, _)| *log).collect();
        for log in &old {
            self.positions.remove_mut(log);
        }
        old.len() as u64
    }
}
