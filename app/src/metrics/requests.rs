use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;

use super::Metrics;
use super::samples::Samples;
use crate::api::RedirectOutcomes;
use crate::http::Traffic;

impl Metrics {
    /// Adds the requests of a service.
    pub(crate) fn add_requests(&mut self, traffic: &Traffic, outcomes: &RedirectOutcomes) {
        self.register(
            "korotko_http_requests",
            "Requests by method, route and status",
            traffic.requests.clone(),
        );
        self.register(
            "korotko_http_request_duration_seconds",
            "How long requests took, without redirects answered from memory, which take microseconds",
            traffic.durations.clone(),
        );
        self.register(
            "korotko_redirects",
            "Requests for short links, by where they led",
            outcomes.counts.clone(),
        );
    }
}

/// The connections of clients.
#[derive(Debug)]
pub(crate) struct ConnectionNumbers {
    pub(crate) open: Arc<AtomicUsize>,
    pub(crate) max: usize,
}

impl Collector for ConnectionNumbers {
    fn encode(&self, encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut samples = Samples::of(encoder);
        samples.gauge(
            "korotko_http_connections",
            "Open connections of clients",
            self.open.load(Ordering::Relaxed),
        )?;
        samples.gauge(
            "korotko_http_connections_max",
            "The connections at which idle ones are closed for new clients, and others wait",
            self.max,
        )
    }
}
