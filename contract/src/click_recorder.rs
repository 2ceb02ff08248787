//! Checks of [`ClickRecorder`].
#![allow(missing_docs, reason = "the name of a check says what it checks")]

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use futures_util::future::join;
use korotko_core::id::LinkId;
use korotko_core::ports::ClickRecorder;

use super::given::moment;
use super::given_clicks::click;

crate::suite::checks! { $
    /// Creates a test of every check of [`ClickRecorder`](korotko_core::ports::ClickRecorder). The argument is called without
    /// arguments, once a test, and returns a future of a [`ClickRecorderFixture`](crate::click_recorder::ClickRecorderFixture).
    click_recorder_contract, click_recorder:
    each_click_is_counted_once,
    clicks_of_many_threads_are_counted_once,
    clicks_recorded_while_others_are_folded_are_counted_once,
}

/// Where the clicks of a recorder are counted.
#[async_trait]
pub trait Counting: Send + Sync {
    /// The clicks of a link, once all that were recorded before are counted.
    async fn counted(&self, link: LinkId) -> u64;
}

/// A recorder without clicks, two links, and where their clicks are counted.
pub struct ClickRecorderFixture {
    /// The recorder.
    pub recorder: Arc<dyn ClickRecorder>,
    /// Two links that exist where clicks are counted.
    pub links: [LinkId; 2],
    /// Where the clicks are counted.
    pub counting: Arc<dyn Counting>,
    guard: Box<dyn Any + Send + Sync>,
}

impl ClickRecorderFixture {
    /// A fixture of a recorder, two links, and where their clicks are counted.
    #[must_use]
    pub fn new(
        recorder: Arc<dyn ClickRecorder>,
        links: [LinkId; 2],
        counting: Arc<dyn Counting>,
    ) -> Self {
        Self {
            recorder,
            links,
            counting,
            guard: Box::new(()),
        }
    }

    /// Keeps `guard`, such as a temporary folder, until the check is over.
    #[must_use]
    pub fn keeping(mut self, guard: impl Any + Send + Sync) -> Self {
        self.guard = Box::new(guard);
        self
    }
}

impl fmt::Debug for ClickRecorderFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClickRecorderFixture")
            .finish_non_exhaustive()
    }
}

/// Records clicks of a link, each of a different visitor.
fn record(recorder: &dyn ClickRecorder, link: LinkId, clicks: i64) {
    for visitor in 0..clicks {
        recorder.record(click(link, moment(5), visitor));
    }
}

pub async fn each_click_is_counted_once(fixture: &ClickRecorderFixture) {
    let [first, second] = fixture.links;
    record(&*fixture.recorder, first, 3);
    record(&*fixture.recorder, second, 5);
    for _ in 0..2 {
        assert_eq!(fixture.counting.counted(first).await, 3);
        assert_eq!(fixture.counting.counted(second).await, 5);
    }
}

pub async fn clicks_of_many_threads_are_counted_once(fixture: &ClickRecorderFixture) {
    let [link, _] = fixture.links;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| record(&*fixture.recorder, link, 250));
        }
    });
    assert_eq!(fixture.counting.counted(link).await, 2_000);
}

pub async fn clicks_recorded_while_others_are_folded_are_counted_once(
    fixture: &ClickRecorderFixture,
) {
    let [link, _] = fixture.links;
    let mut expected = 0;
    for _ in 0..5 {
        record(&*fixture.recorder, link, 100);
        let counted = fixture.counting.counted(link);
        let (counted, ()) = join(counted, async {
            record(&*fixture.recorder, link, 100);
        })
        .await;
        expected += 100;
        assert!((expected..=expected + 100).contains(&counted), "{counted}");
        expected += 100;
    }
    assert_eq!(fixture.counting.counted(link).await, expected);
}
