use std::collections::{BTreeMap, HashMap, VecDeque};
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use korotko_core::click::{Clicks, Tally};
use korotko_core::mock::MockPorts;
use korotko_core::ports::{
    ClickLogId, Ports, Repositories, Snapshot, Store, StoreError, UnitOfWork,
};
use tokio::sync::Notify;
use tokio::time::Instant;

use crate::unit::FakeUnit;

/// What goes wrong with a commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    /// It fails, and nothing happened.
    FailsBefore,
    /// It says that it failed, and everything happened.
    FailsAfter,
    /// It does not come back, and nothing happened.
    HangsBefore,
    /// It does not come back, and everything happened.
    HangsAfter,
}

/// What is committed.
#[derive(Debug, Default)]
pub struct Committed {
    pub positions: HashMap<ClickLogId, u64>,
    /// By the number of the link: each time that a click was counted.
    pub clicks: BTreeMap<i64, Vec<Tally>>,
    pub dropped: u64,
    /// When each unit was begun, and of how many clicks it was.
    pub units: Vec<(Instant, usize)>,
}

#[derive(Debug, Default)]
struct State {
    committed: Committed,
    mishaps: VecDeque<Mishap>,
    away: bool,
    attempts: u64,
    takes: Duration,
}

/// A store that keeps what is counted of clicks, and breaks as it is told. Clones are one store.
#[derive(Debug, Clone, Default)]
pub struct FakeStore {
    state: Arc<Mutex<State>>,
    /// Told when a commit hangs.
    pub hangs: Arc<Notify>,
}

impl FakeStore {
    /// Counting on this store.
    pub fn clicks(&self) -> Clicks {
        let ports = MockPorts::default().into_ports();
        let store = Arc::new(self.clone());
        Clicks::new(Ports { store, ..ports })
    }

    /// The next commits go wrong like this.
    pub fn plan(&self, mishaps: impl IntoIterator<Item = Mishap>) {
        self.state().mishaps.extend(mishaps);
    }

    /// Nothing goes wrong any more.
    pub fn forget_mishaps(&self) {
        self.state().mishaps.clear();
    }

    /// From now on it does not answer, or does again.
    pub fn set_away(&self, away: bool) {
        self.state().away = away;
    }

    /// Each commit takes this long.
    pub fn set_slow(&self, takes: Duration) {
        self.state().takes = takes;
    }

    /// How often somebody tried to begin.
    pub fn attempts(&self) -> u64 {
        self.state().attempts
    }

    /// Looks at what is committed.
    pub fn committed<T>(&self, look: impl FnOnce(&Committed) -> T) -> T {
        look(&self.state().committed)
    }

    /// How often each click was counted, by its number.
    pub fn counts(&self) -> BTreeMap<i64, usize> {
        self.committed(|committed| {
            let clicks = committed.clicks.iter();
            let sum = |all: &Vec<Tally>| all.iter().map(|tally| tally.counts.clicks()).sum::<u64>();
            let sums = clicks.map(|(number, all)| (*number, usize::try_from(sum(all)).unwrap()));
            sums.collect()
        })
    }

    /// How many clicks were counted.
    pub fn total(&self) -> usize {
        self.counts().values().sum()
    }

    pub async fn commit(&self, change: impl FnOnce(&mut Committed)) -> Result<(), StoreError> {
        let (mishap, takes) = {
            let mut state = self.state();
            (state.mishaps.pop_front(), state.takes)
        };
        tokio::time::sleep(takes).await;
        if matches!(mishap, None | Some(Mishap::FailsAfter | Mishap::HangsAfter)) {
            change(&mut self.state().committed);
        }
        match mishap {
            None => Ok(()),
            Some(Mishap::FailsBefore | Mishap::FailsAfter) => {
                Err(StoreError::unavailable("the connection broke"))
            }
            Some(Mishap::HangsBefore | Mishap::HangsAfter) => {
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
        Ok(Box::new(FakeUnit::new(self.clone(), positions, rest)))
    }

    async fn snapshot(&self) -> Result<Box<dyn Snapshot>, StoreError> {
        unreachable!()
    }

    async fn check(&self) -> Result<(), StoreError> {
        Ok(())
    }

    fn repositories(&self) -> Repositories<'_> {
        unreachable!()
    }
}
