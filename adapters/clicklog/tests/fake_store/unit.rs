use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use korotko_core::click::{Day, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{
    ClickLogId, ClickLogRepository, ClickRepository, LogOffset, Repositories, StoreError,
    Timestamp, UnitOfWork, UnitRepositories, Visit,
};
use tokio::time::Instant;

use super::{Committed, FakeStore};

/// A unit of a [`FakeStore`]: what it changes can be seen when it is committed.
pub struct FakeUnit {
    store: FakeStore,
    began: Instant,
    /// As they stood when it was begun.
    positions: HashMap<ClickLogId, LogOffset>,
    /// Whether no clicks are kept.
    forgets: bool,
    changes: Mutex<Changes>,
    /// What nobody asks of it.
    rest: Box<dyn UnitOfWork>,
}

#[derive(Debug, Default)]
struct Changes {
    tallies: Vec<Tally>,
    positions: Vec<(ClickLogId, Option<LogOffset>, LogOffset)>,
    dropped: u64,
}

impl FakeUnit {
    pub fn new(
        store: FakeStore,
        positions: HashMap<ClickLogId, LogOffset>,
        forgets: bool,
        rest: Box<dyn UnitOfWork>,
    ) -> Self {
        Self {
            store,
            began: Instant::now(),
            positions,
            forgets,
            changes: Mutex::default(),
            rest,
        }
    }

    fn changes(&self) -> MutexGuard<'_, Changes> {
        self.changes.lock().unwrap()
    }
}

#[async_trait]
impl ClickLogRepository for FakeUnit {
    async fn find_offset(&self, log: ClickLogId) -> Result<Option<LogOffset>, StoreError> {
        Ok(self.positions.get(&log).copied())
    }

    async fn set_offset(
        &self,
        log: ClickLogId,
        before: Option<LogOffset>,
        position: LogOffset,
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        self.changes().positions.push((log, before, position));
        Ok(())
    }

    async fn add_dropped(&self, _day: Day, clicks: u64) -> Result<(), StoreError> {
        self.changes().dropped += clicks;
        Ok(())
    }

    async fn count_dropped(&self, _since: Day) -> Result<u64, StoreError> {
        unreachable!()
    }

    async fn delete_offsets(&self, _until: Timestamp) -> Result<u64, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl ClickRepository for FakeUnit {
    async fn lock_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        Ok(links.iter().map(|link| (*link, None)).collect())
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        Ok(vec![true; visits.len()])
    }

    async fn add(&self, tallies: &[Tally]) -> Result<(), StoreError> {
        if !self.forgets {
            self.changes().tallies.extend_from_slice(tallies);
        }
        Ok(())
    }

    async fn consume(&self, _link: LinkId, _most: u64, _free: u64) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn reset_consumed(&self, _link: LinkId, _free: u64) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn compact(&self, _before: Day) -> Result<bool, StoreError> {
        unreachable!()
    }

    async fn delete_visits(&self, _before: Day, _limit: u64) -> Result<u64, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl UnitOfWork for FakeUnit {
    fn repositories(&self) -> Repositories<'_> {
        Repositories {
            click_logs: self,
            ..self.rest.repositories()
        }
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        UnitRepositories {
            clicks: self,
            ..self.rest.unit_repositories()
        }
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        let Self {
            store,
            began,
            changes,
            ..
        } = *self;
        let changes = changes.into_inner().unwrap();
        let apply = move |committed: &mut Committed| {
            let clicks: u64 = changes.tallies.iter().map(|it| it.counts.clicks()).sum();
            committed
                .units
                .push((began, usize::try_from(clicks).unwrap()));
            committed.dropped += changes.dropped;
            for tally in changes.tallies {
                let counted = committed.clicks.entry(tally.link.0).or_default();
                counted.push(tally);
            }
            for (log, before, position) in changes.positions {
                let stood_at = committed.positions.insert(log, position);
                assert_eq!(stood_at, before, "nobody else counts this log");
            }
        };
        store.commit(apply).await
    }
}
