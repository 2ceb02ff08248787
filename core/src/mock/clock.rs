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
    sleepers: Vec<Waker>,
}

impl TestClock {
    /// A clock at `now`.
    #[must_use]
    pub fn new(now: Timestamp) -> Self {
        let sleepers = Vec::new();
        Self(Arc::new(Mutex::new(State { now, sleepers })))
    }

    /// Advances the clock by `step`.
    pub fn advance(&self, step: TimeDelta) {
        let mut state = self.0.lock().unwrap();
        state.now += step;
        state.sleepers.drain(..).for_each(Waker::wake);
    }
}

#[async_trait]
impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.0.lock().unwrap().now
    }

    async fn sleep(&self, duration: Duration) {
        let end = self.now() + TimeDelta::from_std(duration).unwrap();
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap();
            if state.now >= end {
                return Poll::Ready(());
            }
            state.sleepers.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
