//! A store of counted clicks with scripted faults, for tests and benchmarks.
#![allow(
    dead_code,
    reason = "the tests use its faults, the benchmark its forgetting"
)]

mod unit;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use korotko_core::click::{Clicks, Tally};
use korotko_core::mock::MockPorts;
use korotko_core::ports::{
    ClickLogId, LogOffset, Ports, Repositories, Snapshot, Store, StoreError, UnitOfWork,
};
use tokio::sync::Notify;
use tokio::time::Instant;

use unit::FakeUnit;

/// A fault of a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It fails without effect.
    FailsBefore,
    /// It fails after it took effect.
    FailsAfter,
    /// It hangs without effect.
    HangsBefore,
    /// It hangs after it took effect.
    HangsAfter,
}

/// The committed state.
#[derive(Debug, Clone, Default)]
pub struct Committed {
    pub positions: HashMap<ClickLogId, LogOffset>,
    /// The times of each counted click, by the number of its link.
    pub clicks: BTreeMap<i64, Vec<Tally>>,
    pub dropped: u64,
    /// The start and the number of clicks of each unit.
    pub units: Vec<(Instant, usize)>,
}

#[derive(Debug, Default)]
struct State {
    committed: Committed,
    forgets: bool,
    faults: VecDeque<Fault>,
    away: bool,
    attempts: u64,
    takes: Duration,
}

/// A store of counted clicks with scripted faults. Clones share the state.
#[derive(Debug, Clone, Default)]
pub struct FakeStore {
    state: Arc<Mutex<State>>,
    /// Notified when a commit hangs.
    pub hangs: Arc<Notify>,
}

impl FakeStore {
    /// A store that keeps no clicks.
    pub fn forgetful() -> Self {
        let store = Self::default();
        store.state().forgets = true;
        store
    }

    /// The use cases of clicks on this store.
    pub fn clicks(&self) -> Clicks {
        let ports = MockPorts::default().into_ports();
        let store = Arc::new(self.clone());
        Clicks::new(Ports { store, ..ports })
    }

    /// A separate store with the same committed state.
    pub fn copy(&self) -> Self {
        let copy = Self::default();
        copy.state().committed = self.committed(Clone::clone);
        copy
    }

    /// Sets the faults of the next commits.
    pub fn plan(&self, faults: impl IntoIterator<Item = Fault>) {
        self.state().faults.extend(faults);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// Makes the store unavailable or available.
    pub fn set_unavailable(&self, away: bool) {
        self.state().away = away;
    }

    /// Sets the duration of each commit.
    pub fn set_slow(&self, takes: Duration) {
        self.state().takes = takes;
    }

    /// The number of attempts to begin a unit.
    pub fn attempts(&self) -> u64 {
        self.state().attempts
    }

    /// Reads the committed state.
    pub fn committed<T>(&self, look: impl FnOnce(&Committed) -> T) -> T {
        look(&self.state().committed)
    }

    /// The counts of each click, by its number.
    pub fn counts(&self) -> BTreeMap<i64, usize> {
        self.committed(|committed| {
            let clicks = committed.clicks.iter();
            let sum = |all: &Vec<Tally>| all.iter().map(|tally| tally.counts.clicks()).sum::<u64>();
            let sums = clicks.map(|(number, all)| (*number, usize::try_from(sum(all)).unwrap()));
            sums.collect()
        })
    }

    /// The number of counted clicks.
    pub fn total(&self) -> usize {
        self.counts().values().sum()
    }

    pub async fn commit(&self, change: impl FnOnce(&mut Committed)) -> Result<(), StoreError> {
        let (mishap, takes) = {
            let mut state = self.state();
            (state.faults.pop_front(), state.takes)
        };
        tokio::time::sleep(takes).await;
        if matches!(mishap, None | Some(Fault::FailsAfter | Fault::HangsAfter)) {
            change(&mut self.state().committed);
        }
        match mishap {
            None => Ok(()),
            Some(Fault::FailsBefore | Fault::FailsAfter) => {
                Err(StoreError::unavailable("the connection broke"))
            }
            Some(Fault::HangsBefore | Fault::HangsAfter) => {
                self.hangs.notify_one();
                pending().await
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

#[async_trait]
impl Store for FakeStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let rest = MockPorts::default().into_ports().store.begin().await?;
        let mut state = self.state();
        state.attempts += 1;
        if state.away {
            return Err(StoreError::unavailable("nobody answers"));
        }
        let positions = state.committed.positions.clone();
        let forgets = state.forgets;
        Ok(Box::new(FakeUnit::new(
            self.clone(),
            positions,
            forgets,
            rest,
        )))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        unreachable!()
    }

    fn has_single_writer(&self) -> bool {
        true
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn repositories(&self) -> Repositories<'_> {
        unreachable!()
    }
}
