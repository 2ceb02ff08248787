/// Where traces are sent, and which.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(not(feature = "otlp"), allow(dead_code, reason = "nothing is sent"))]
pub(crate) struct TraceSettings {
    /// The URL to which spans are posted, by `http`.
    pub(crate) endpoint: String,
    /// The share of requests that is traced, from 0 to 1.
    pub(crate) sample: f64,
}

/// The outcomes of the spans of this process.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct SpanCounts {
    /// The spans that a collector accepted.
    pub(crate) sent: u64,
    /// The spans that were not sent: the queue was full, or no collector accepted them.
    pub(crate) lost: u64,
}
