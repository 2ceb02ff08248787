use std::sync::Arc;

use super::bundle::MockPorts;
use super::store::SharedStore;
use super::{
    MockClickRecorder, MockHostLists, MockMailer, MockPasswordHasher, MockRandom, MockRateLimiter,
    MockReportWriter, MockRouteFinder, MockTracePropagator, MockUserFinder, sample,
};
use crate::ports::Ports;
use crate::user::AccessPolicy;
use crate::{Korotko, Settings};

impl MockPorts {
    /// The ports, as use cases take them.
    #[must_use]
    pub fn into_ports(mut self) -> Ports {
        let route_finder = take(&mut self.route_finder, MockRouteFinder::new());
        let user_finder = take(&mut self.user_finder, MockUserFinder::new());
        let click_recorder = take(&mut self.click_recorder, MockClickRecorder::new());
        let report_writer = take(&mut self.report_writer, MockReportWriter::new());
        let mailer = take(&mut self.mailer, MockMailer::new());
        let password_hasher = take(&mut self.password_hasher, MockPasswordHasher::new());
        let rate_limiter = take(&mut self.rate_limiter, MockRateLimiter::new());
        let node_rate_limiter = take(&mut self.node_rate_limiter, MockRateLimiter::new());
        let trace_propagator = take(&mut self.trace_propagator, MockTracePropagator::new());
        let host_lists = take(&mut self.host_lists, MockHostLists::new());
        let random = take(&mut self.random, MockRandom::new());
        let clock = Arc::new(self.clock.clone());
        Ports {
            store: Arc::new(SharedStore(Arc::new(self))),
            route_finder,
            user_finder,
            click_recorder,
            report_writer,
            mailer,
            password_hasher,
            rate_limiter,
            node_rate_limiter,
            trace_propagator,
            host_lists,
            clock,
            random,
        }
    }

    /// Every use case on these ports, with [`sample::settings`].
    #[must_use]
    pub fn korotko(self) -> Korotko {
        self.korotko_with(AccessPolicy::default())
    }

    /// Every use case on these ports, with [`sample::settings`] and this policy.
    #[must_use]
    pub fn korotko_with(self, policy: AccessPolicy) -> Korotko {
        let settings = Settings {
            policy,
            ..sample::settings()
        };
        Korotko::new(self.into_ports(), settings).expect("the sample settings are good")
    }
}

fn take<T>(mock: &mut T, instead: T) -> Arc<T> {
    Arc::new(std::mem::replace(mock, instead))
}
