use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use chrono::TimeDelta;

use crate::ports::{Clock, Timestamp};

/// A clock that changes only when it is advanced; sleeps end when it passes their end. Clones share the time.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: Timestamp,
    uptime: TimeDelta,
    sleepers: Vec<Waker>,
}

impl TestClock {
    /// A clock at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        Self(Arc::new(Mutex::new(State {
            now,
            // Not zero, so that times before the first are possible.
            uptime: TimeDelta::days(1),
            sleepers: Vec::new(),
        })))
    }

    /// Advances the clock by `step`.
    pub fn advance(&self, step: TimeDelta) {
        let mut state = self.0.lock().unwrap();
        state.now += step;
        state.uptime += step;
        state.sleepers.drain(..).for_each(Waker::wake);
    }

    /// Sets the time of day by `step`, as an operator does: no time passes.
    pub fn set_by(&self, step: TimeDelta) {
        self.0.lock().unwrap().now += step;
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().now
    }

    fn uptime(&self) -> Duration {
        self.0.lock().unwrap().uptime.to_std().unwrap()
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.uptime() + duration;
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap();
            if state.uptime.to_std().unwrap() >= end {
                return Poll::Ready(());
            }
            state.sleepers.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
