//! What it costs to read, decode and add up a click, without the store.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta};
use korotko_clicklog::{ClickLog, ClickLogOptions, Drainer};
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Clicks, Day, Device, LanguageTag, Referrer, Tally,
    VisitorHash,
};
use korotko_core::id::{LinkId, UserId};
use korotko_core::mock::MockPorts;
use korotko_core::ports::{
    ClickLogId, ClickLogRepository, ClickRecorder, ClickRepository, LogOffset, Ports, Random,
    Repositories, Snapshot, Store, StoreError, Timestamp, UnitOfWork, UnitRepositories, Visit,
};
use tempfile::TempDir;

const CLICKS: usize = 1_000_000;

/// Drains clicks of this many links, and returns the time a click.
pub fn drain(links: usize, folder: &TempDir, random: Arc<dyn Random>) -> Duration {
    let mut options = ClickLogOptions::in_folder(folder.path());
    options.grace = Duration::from_mins(1);
    options.sync = Duration::ZERO;
    let log = ClickLog::open(options, random).unwrap();
    let source = Source::new(links);
    (0..CLICKS).for_each(|number| log.record(source.click(number)));
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().build().unwrap();
    let ports = Ports {
        store: Arc::new(NoStore),
        ..MockPorts::default().into_ports()
    };
    let began = Instant::now();
    runtime.block_on(Drainer::new(&log, Clicks::new(ports)).run(async {}));
    assert_eq!(log.status().waiting_bytes, 0);
    began.elapsed() / u32::try_from(CLICKS).unwrap()
}

/// Clicks of links of which the n-th has 1/n of the clicks of the first.
struct Source {
    shares: Vec<f64>,
    agents: Vec<Arc<Agent>>,
    referrers: Vec<Option<Referrer>>,
}

impl Source {
    fn new(links: usize) -> Self {
        let mut sum = 0.0;
        let shares = (1..=u32::try_from(links).unwrap()).map(|number| {
            sum += 1.0 / f64::from(number);
            sum
        });
        let agent = |number: usize| {
            Arc::new(Agent {
                class: AgentClass::Person,
                browser: format!("Browser {}", number % 12),
                os: format!("System {}", number / 12),
                device: Device::ALL[number % 4],
            })
        };
        let referrer = |number| Referrer::from_host(&format!("value{number}.example"));
        Self {
            shares: shares.collect(),
            agents: (0..96).map(agent).collect(),
            referrers: (0..400).map(referrer).collect(),
        }
    }

    fn click(&self, number: usize) -> Click {
        let random = (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let random = (random ^ (random >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let index = |shift: u32, end: usize| {
            let some = usize::try_from((random >> shift) & 0xffff).unwrap();
            (some * end) >> 16
        };
        let all = self.shares.last().copied().unwrap_or_default();
        let at = f64::from(u32::try_from(random >> 32).unwrap()) / f64::from(u32::MAX) * all;
        let link = self.shares.partition_point(|share| *share < at);
        let start = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        Click {
            at: start + TimeDelta::microseconds(i64::try_from(number).unwrap() * 25),
            link: LinkId(i64::try_from(link).unwrap()),
            kind: ClickKind::Human,
            referrer: self.referrers[index(16, 400)].clone(),
            agent: Arc::clone(&self.agents[index(8, 96)]),
            language: LanguageTag::from_code(["en", "ru", "de", "fil"][index(0, 4)]),
            visitor: Some(VisitorHash(random.cast_signed())).filter(|_| number.is_multiple_of(2)),
        }
    }
}

/// A store that keeps nothing.
#[derive(Debug)]
struct NoStore;

struct NoUnit(Box<dyn UnitOfWork>);

#[async_trait]
impl Store for NoStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StoreError> {
        let rest = MockPorts::default().into_ports().store.begin().await?;
        Ok(Box::new(NoUnit(rest)))
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

#[async_trait]
impl UnitOfWork for NoUnit {
    fn repositories(&self) -> Repositories<'_> {
        Repositories {
            click_logs: self,
            ..self.0.repositories()
        }
    }

    fn unit_repositories(&self) -> UnitRepositories<'_> {
        UnitRepositories {
            clicks: self,
            ..self.0.unit_repositories()
        }
    }

    async fn commit(self: Box<Self>) -> Result<(), StoreError> {
        Ok(())
    }
}

#[async_trait]
impl ClickLogRepository for NoUnit {
    async fn find_offset(&self, _log: ClickLogId) -> Result<Option<LogOffset>, StoreError> {
        Ok(None)
    }

    async fn set_offset(
        &self,
        _log: ClickLogId,
        _before: Option<LogOffset>,
        _offset: LogOffset,
        _now: Timestamp,
    ) -> Result<(), StoreError> {
        Ok(())
    }

    async fn add_dropped(&self, _day: Day, _clicks: u64) -> Result<(), StoreError> {
        unreachable!()
    }

    async fn count_dropped(&self, _since: Day) -> Result<u64, StoreError> {
        unreachable!()
    }

    async fn delete_offsets(&self, _until: Timestamp) -> Result<u64, StoreError> {
        unreachable!()
    }
}

#[async_trait]
impl ClickRepository for NoUnit {
    async fn lock_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        Ok(links.iter().map(|link| (*link, None)).collect())
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        Ok(vec![true; visits.len()])
    }

    async fn add(&self, _tallies: &[Tally]) -> Result<(), StoreError> {
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
