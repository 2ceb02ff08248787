//! Traces: the spans of requests, of the jobs that they defer, and of the mails that these send, exported by OTLP.
//!
//! Nothing else knows how: use cases open spans, and the port [`TracePropagator`](korotko_core::ports::TracePropagator) carries a trace
//! into a job. Without the feature `otlp` nothing is traced.

#[cfg(not(feature = "otlp"))]
mod off;
#[cfg(feature = "otlp")]
mod otlp;
mod settings;

#[cfg(not(feature = "otlp"))]
pub(crate) use off::{Traces, continue_request, counts, propagator};
#[cfg(feature = "otlp")]
pub(crate) use otlp::{Traces, continue_request, counts, propagator};
pub(crate) use settings::{SpanCounts, TraceSettings};

/// The target of the spans of redirects. They are not traced, so that redirects cost the same with traces; metrics say how they do.
pub(crate) const UNTRACED: &str = "korotko::redirect";
