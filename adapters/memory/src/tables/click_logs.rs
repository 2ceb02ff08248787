use korotko_core::click::Day;
use korotko_core::ports::{ClickLogId, LogOffset, StoreError, Timestamp};
use rpds::RedBlackTreeMapSync;

/// How far a log is folded, and when that was set.
#[derive(Debug, Clone, Copy)]
struct Offset {
    offset: LogOffset,
    set_at: Timestamp,
}

/// The offsets of click logs, and the dropped clicks.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClickLogTable {
    offsets: RedBlackTreeMapSync<ClickLogId, Offset>,
    dropped: RedBlackTreeMapSync<Day, u64>,
}

impl ClickLogTable {
    pub(crate) fn find(&self, log: ClickLogId) -> Option<LogOffset> {
        self.offsets.get(&log).map(|set| set.offset)
    }

    pub(crate) fn set(
        &mut self,
        log: ClickLogId,
        before: Option<LogOffset>,
        offset: LogOffset,
        set_at: Timestamp,
    ) -> Result<(), StoreError> {
        if self.find(log) != before {
            return Err(StoreError::Conflict);
        }
        self.offsets.insert_mut(log, Offset { offset, set_at });
        Ok(())
    }

    pub(crate) fn add_dropped(&mut self, day: Day, clicks: u64) {
        let before = self.dropped.get(&day).copied().unwrap_or_default();
        self.dropped.insert_mut(day, before + clicks);
    }

    pub(crate) fn count_dropped(&self, since: Day) -> u64 {
        self.dropped.range(since..).map(|(_, clicks)| clicks).sum()
    }

    /// Examines all logs, of which there are few.
    pub(crate) fn delete_offsets(&mut self, until: Timestamp) -> u64 {
        let offsets = self.offsets.iter();
        let old = offsets.filter(|(_, offset)| offset.set_at <= until);
        let old: Vec<ClickLogId> = old.map(|(log, _)| *log).collect();
        for log in &old {
            self.offsets.remove_mut(log);
        }
        old.len() as u64
    }
}
