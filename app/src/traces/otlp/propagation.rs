//! The `traceparent` of W3C Trace Context, of requests and of jobs. Its `tracestate` is of no use here, and dropped.

use std::sync::Arc;

use korotko_core::ports::{TraceContext, TracePropagator};
use opentelemetry::Context;
use opentelemetry::propagation::{Extractor, Injector, TextMapPropagator};
use opentelemetry::trace::{SpanContext, TraceContextExt, TraceState};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use poem::http::HeaderMap;
use tracing::Span;
use tracing_opentelemetry::OpenTelemetrySpanExt;

const TRACEPARENT: &str = "traceparent";

/// The length of the value in version 00; later ones may be longer.
const LENGTH: usize = 55;

/// Makes the span of a request a child of the caller's, if the caller says that there is one. Like everything from a stranger it is not
/// believed: [`RequestSampler`](super::sampler::RequestSampler) decides whether it is sampled.
pub(crate) fn continue_request(span: &Span, headers: &HeaderMap) {
    let mut given = headers.get_all(TRACEPARENT).iter();
    // Which one is right, if there are several, nobody knows.
    if let (Some(only), None) = (given.next(), given.next())
        && let Some(caller) = only.to_str().ok().and_then(read)
    {
        continue_in(span, caller);
    }
}

/// What carries traces into jobs.
pub(crate) fn propagator() -> Arc<dyn TracePropagator> {
    Arc::new(TraceParent)
}

/// Jobs carry the `traceparent` of the span that defers them.
#[derive(Debug)]
struct TraceParent;

impl TracePropagator for TraceParent {
    fn current(&self) -> Option<TraceContext> {
        let mut carrier = Carrier::default();
        let context = Span::current().context();
        TraceContextPropagator::new().inject_context(&context, &mut carrier);
        carrier.0.map(TraceContext::new)
    }

    fn continue_trace(&self, span: &Span, context: &TraceContext) {
        let Some(parent) = read(context.as_str()) else {
            return;
        };
        // Not remote: this service wrote it, and has decided already whether the trace is sampled.
        let (trace, id, flags) = (parent.trace_id(), parent.span_id(), parent.trace_flags());
        let own = SpanContext::new(trace, id, flags, false, TraceState::default());
        continue_in(span, own);
    }
}

fn continue_in(span: &Span, parent: SpanContext) {
    let context = Context::new().with_remote_span_context(parent);
    // It fails if nothing is traced.
    let _ = span.set_parent(context);
}

/// The context of a valid `traceparent`, whose length the library does not check.
fn read(traceparent: &str) -> Option<SpanContext> {
    if traceparent.len() < LENGTH {
        return None;
    }
    let carrier = Carrier(Some(traceparent.to_owned()));
    let context = TraceContextPropagator::new().extract_with_context(&Context::new(), &carrier);
    let context = context.span().span_context().clone();
    context.is_valid().then_some(context)
}

/// A `traceparent` alone.
#[derive(Default)]
struct Carrier(Option<String>);

impl Injector for Carrier {
    fn set(&mut self, key: &str, value: String) {
        if key == TRACEPARENT {
            self.0 = Some(value);
        }
    }
}

impl Extractor for Carrier {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.as_deref().filter(|_| key == TRACEPARENT)
    }

    fn keys(&self) -> Vec<&str> {
        vec![TRACEPARENT]
    }
}

#[cfg(test)]
#[allow(clippy::unused_async, reason = "a fixture is an async function")]
mod tests {
    use korotko_contract::trace_propagator::TracePropagatorFixture;
    use korotko_contract::trace_propagator_contract;
    use opentelemetry_sdk::trace::SdkTracerProvider;
    use tracing::Dispatch;
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::{Registry, registry};

    use super::super::Traces;
    use super::super::sampler::RequestSampler;
    use super::*;

    /// The layer of a program that traces every request, and sends nothing.
    async fn fixture() -> TracePropagatorFixture {
        let provider = SdkTracerProvider::builder();
        let provider = provider.with_sampler(RequestSampler::new(1.0)).build();
        let layer = Traces(Some(provider)).layer::<Registry>();
        let tracing = Dispatch::new(registry().with(layer));
        TracePropagatorFixture::new(propagator(), tracing, |context| {
            let mut parts = context.as_str().split('-');
            parts.nth(1).expect("the trace").to_owned()
        })
    }

    trace_propagator_contract!(fixture);

    const PARENT: &str = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    #[test]
    fn a_traceparent_is_read() {
        let context = read(PARENT).unwrap();
        assert_eq!(
            context.trace_id().to_string(),
            "0af7651916cd43dd8448eb211c80319c"
        );
        assert!(context.is_sampled() && context.is_remote());
    }

    #[test]
    fn an_invalid_traceparent_is_ignored() {
        let zeros = format!("00-{}-b7ad6b7169203331-01", "0".repeat(32));
        let long = format!("{PARENT}-x");
        let shouted = PARENT.to_uppercase();
        for invalid in ["", "x", "00-1-2-01", &zeros, &long, &shouted] {
            assert_eq!(read(invalid), None, "{invalid}");
        }
    }
}
