//! What it costs to read, decode and add up a click, without the store.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta};
use korotko_clicklog::{ClickLog, ClickLogOptions, Drainer};
use korotko_core::click::{
    Agent, AgentClass, Click, ClickKind, Device, LanguageTag, Referrer, VisitorHash,
};
use korotko_core::id::LinkId;
use korotko_core::ports::{ClickRecorder, Random};
use tempfile::TempDir;

use crate::fake_store::FakeStore;

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
    let store = FakeStore::forgetful();
    let began = Instant::now();
    runtime.block_on(Drainer::new(&log, store.clicks()).run(async {}));
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
