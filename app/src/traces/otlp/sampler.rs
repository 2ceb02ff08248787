use opentelemetry::trace::{Link, SpanContext, SpanKind, TraceContextExt, TraceId};
use opentelemetry::{Context, KeyValue};
use opentelemetry_sdk::trace::{
    IdGenerator, RandomIdGenerator, Sampler, SamplingResult, ShouldSample,
};

/// Decides once for each request; its spans, and those of its jobs, follow.
///
/// A caller that traces decides against a trace, but not for one: whoever sends a sampled `traceparent` is sampled at the same ratio as
/// everybody else, and not by the trace id, which they chose.
#[derive(Debug, Clone)]
pub(super) struct RequestSampler {
    ratio: Sampler,
    parent: Sampler,
}

impl RequestSampler {
    pub(super) fn new(ratio: f64) -> Self {
        Self {
            ratio: Sampler::TraceIdRatioBased(ratio),
            parent: Sampler::ParentBased(Box::new(Sampler::AlwaysOff)),
        }
    }
}

impl ShouldSample for RequestSampler {
    fn should_sample(
        &self,
        parent: Option<&Context>,
        trace_id: TraceId,
        name: &str,
        kind: &SpanKind,
        attributes: &[KeyValue],
        links: &[Link],
    ) -> SamplingResult {
        let context = parent.map(|parent| parent.span().span_context().clone());
        let (sampler, id) = match context.filter(SpanContext::is_valid) {
            None => (&self.ratio, trace_id),
            Some(caller) if caller.is_remote() && caller.is_sampled() => {
                (&self.ratio, RandomIdGenerator::default().new_trace_id())
            }
            Some(_) => (&self.parent, trace_id),
        };
        sampler.should_sample(parent, id, name, kind, attributes, links)
    }
}

#[cfg(test)]
mod tests {
    use opentelemetry::trace::{SpanId, TraceFlags, TraceState};
    use opentelemetry_sdk::trace::SamplingDecision;

    use super::*;

    /// How many of a thousand requests with this parent are sampled at a ratio. The caller chose an id that is always sampled.
    fn sampled(ratio: f64, parent: Option<(TraceFlags, bool)>) -> usize {
        let sampler = RequestSampler::new(ratio);
        let chosen = TraceId::from(1_u128 << 64);
        let context = parent.map(|(flags, remote)| {
            let span = SpanId::from(7);
            let context = SpanContext::new(chosen, span, flags, remote, TraceState::default());
            Context::new().with_remote_span_context(context)
        });
        let decide = |_: &i32| {
            let id = match context {
                Some(_) => chosen,
                None => RandomIdGenerator::default().new_trace_id(),
            };
            let kind = SpanKind::Server;
            let result = sampler.should_sample(context.as_ref(), id, "request", &kind, &[], &[]);
            result.decision == SamplingDecision::RecordAndSample
        };
        (0..1000).filter(decide).count()
    }

    #[test]
    fn a_ratio_of_requests_is_sampled_whatever_their_callers_say() {
        for parent in [None, Some((TraceFlags::SAMPLED, true))] {
            assert_eq!(sampled(0.0, parent), 0);
            assert_eq!(sampled(1.0, parent), 1000);
            let tenth = sampled(0.1, parent);
            assert!((30..300).contains(&tenth), "{tenth}");
        }
    }

    #[test]
    fn a_caller_that_is_not_sampled_is_not_sampled_here() {
        assert_eq!(sampled(1.0, Some((TraceFlags::default(), true))), 0);
    }

    #[test]
    fn what_belongs_to_a_request_follows_it() {
        assert_eq!(sampled(0.0, Some((TraceFlags::SAMPLED, false))), 1000);
        assert_eq!(sampled(1.0, Some((TraceFlags::default(), false))), 0);
    }
}
