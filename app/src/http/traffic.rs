//! Counts requests, for the metrics.

use std::borrow::Cow;
use std::time::Duration;

use poem::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;

/// The route of redirects, most of which the fast path answers.
pub(in crate::http) const REDIRECT: &str = "/{slug}";

/// The upper bounds of durations, in seconds: from a request answered from memory to one that waited for everything.
const BUCKETS: [f64; 13] = [
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// The statuses of the fast path, the most frequent first.
const FAST: [u16; 8] = [307, 302, 301, 308, 404, 410, 451, 503];

/// The status of a request whose client disconnected before the response.
const ABANDONED: &str = "abandoned";

/// The requests of a service. Labels have few values: methods that are known, and templates of routes.
#[derive(Debug, Clone)]
pub struct Traffic {
    /// All requests.
    pub(crate) requests: Family<RequestLabels, Counter>,
    /// How long requests took, other than redirects from memory.
    pub(crate) durations: Family<OperationLabels, Histogram, fn() -> Histogram>,
    /// Redirects from memory by GET, one counter for each of `FAST`.
    fast_get: [Counter; FAST.len()],
    /// And by HEAD.
    fast_head: [Counter; FAST.len()],
}

/// The labels of a request that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct RequestLabels {
    method: &'static str,
    route: Cow<'static, str>,
    status: Cow<'static, str>,
}

/// The labels of an operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(crate) struct OperationLabels {
    pub(crate) method: &'static str,
    pub(crate) route: Cow<'static, str>,
}

impl RequestLabels {
    fn of_redirect(method: &'static str, status: u16) -> Self {
        Self {
            method,
            route: REDIRECT.into(),
            status: status.to_string().into(),
        }
    }
}

impl Traffic {
    pub(in crate::http) fn new() -> Self {
        let requests = Family::<RequestLabels, Counter>::default();
        // Found once: a redirect from memory must cost next to nothing.
        let found = |method| {
            let labels = FAST.map(|status| RequestLabels::of_redirect(method, status));
            labels.map(|labels| requests.get_or_create_owned(&labels))
        };
        Self {
            fast_get: found("GET"),
            fast_head: found("HEAD"),
            requests,
            durations: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
        }
    }

    /// Counts a redirect from memory.
    pub(in crate::http) fn redirected(&self, method: &Method, status: StatusCode) {
        let status = status.as_u16();
        let (method, counters) = if *method == Method::HEAD {
            ("HEAD", &self.fast_head)
        } else {
            ("GET", &self.fast_get)
        };
        if let Some(index) = FAST.iter().position(|fast| *fast == status) {
            counters[index].inc();
        } else {
            let labels = RequestLabels::of_redirect(method, status);
            self.requests.get_or_create(&labels).inc();
        }
    }

    /// Counts a request that took this long; without a status, its client disconnected.
    pub(in crate::http) fn answered(
        &self,
        operation: OperationLabels,
        status: Option<StatusCode>,
        taken: Duration,
    ) {
        let durations = self.durations.get_or_create(&operation);
        durations.observe(taken.as_secs_f64());
        drop(durations);
        let OperationLabels { method, route } = operation;
        let status = status.map_or(ABANDONED.into(), |status| {
            status.as_u16().to_string().into()
        });
        let labels = RequestLabels {
            method,
            route,
            status,
        };
        self.requests.get_or_create(&labels).inc();
    }
}
