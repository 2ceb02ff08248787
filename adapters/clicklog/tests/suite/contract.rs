//! The contract of every click recorder.

use std::future::{Ready, ready};
use std::sync::Arc;

use async_trait::async_trait;
use korotko_clicklog::ClickLog;
use korotko_contract::click_recorder::{ClickRecorderFixture, Counting};
use korotko_contract::click_recorder_contract;
use korotko_core::id::LinkId;

use crate::environment::{Environment, wait_until};
use crate::fake_store::FakeStore;

struct Counted {
    log: ClickLog,
    store: FakeStore,
}

#[async_trait]
impl Counting for Counted {
    async fn counted(&self, link: LinkId) -> u64 {
        wait_until(|| self.log.status().waiting_bytes == 0).await;
        let counts = self.store.counts();
        counts.get(&link.0).map_or(0, |clicks| *clicks as u64)
    }
}

fn click_log() -> Ready<ClickRecorderFixture> {
    let environment = Environment::default();
    let process = environment.start();
    let (log, store) = (process.log.clone(), environment.store.clone());
    let links = [LinkId(1), LinkId(2)];
    let counted = Counted {
        log: log.clone(),
        store,
    };
    let fixture = ClickRecorderFixture::new(Arc::new(log), links, Arc::new(counted));
    ready(fixture.keeping((environment, process)))
}

click_recorder_contract!(click_log);
