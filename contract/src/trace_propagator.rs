//! Checks of [`TracePropagator`].
#![allow(missing_docs, reason = "the name of a check says what it checks")]
#![allow(
    clippy::unused_async,
    reason = "every check of a suite is called in the same way"
)]

use std::fmt;
use std::sync::Arc;

use korotko_core::ports::{TraceContext, TracePropagator};
use tracing::dispatcher::with_default;
use tracing::{Dispatch, Span, info_span};

crate::suite::checks! { $
    /// Creates a test of every check of [`TracePropagator`](korotko_core::ports::TracePropagator), of one that traces. The argument
    /// is called without arguments, once a test, and returns a future of a
    /// [`TracePropagatorFixture`](crate::trace_propagator::TracePropagatorFixture).
    trace_propagator_contract, trace_propagator:
    what_belongs_to_no_trace_has_no_context,
    every_span_of_a_trace_has_its_own_context,
    a_span_without_a_parent_begins_a_trace,
    a_context_is_continued_as_often_as_a_job_is_tried,
    a_continued_trace_can_be_continued,
    an_unreadable_context_is_ignored,
}

/// A propagator, and the tracing system that it belongs to.
pub struct TracePropagatorFixture {
    propagator: Arc<dyn TracePropagator>,
    tracing: Dispatch,
    trace: Box<dyn Fn(&TraceContext) -> String + Send + Sync>,
}

impl TracePropagatorFixture {
    /// A fixture of a propagator, of a tracing system that traces every span of level `INFO`, and of a function that reads from a
    /// context which trace it is of.
    #[must_use]
    pub fn new(
        propagator: Arc<dyn TracePropagator>,
        tracing: Dispatch,
        trace: impl Fn(&TraceContext) -> String + Send + Sync + 'static,
    ) -> Self {
        Self {
            propagator,
            tracing,
            trace: Box::new(trace),
        }
    }

    /// Runs a check in a program that traces.
    fn traced(&self, check: impl FnOnce()) {
        with_default(&self.tracing, check);
    }

    /// The context of a span.
    fn context_in(&self, span: &Span) -> TraceContext {
        let context = span.in_scope(|| self.propagator.current());
        context.expect("a traced span has a context")
    }

    /// The context of a new span that continues a context, of which another process knows the text alone.
    fn continued(&self, context: &TraceContext) -> TraceContext {
        let span = info_span!("job");
        let context = TraceContext::new(context.as_str());
        self.propagator.continue_trace(&span, &context);
        self.context_in(&span)
    }

    fn assert_same_trace(&self, one: &TraceContext, other: &TraceContext) {
        assert_eq!((self.trace)(one), (self.trace)(other));
    }
}

impl fmt::Debug for TracePropagatorFixture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TracePropagatorFixture")
            .finish_non_exhaustive()
    }
}

pub async fn what_belongs_to_no_trace_has_no_context(fixture: &TracePropagatorFixture) {
    fixture.traced(|| {
        assert_eq!(fixture.propagator.current(), None);
        let context = fixture.context_in(&info_span!("request"));
        // As a span that is filtered out.
        let nothing = Span::none();
        fixture.propagator.continue_trace(&nothing, &context);
        let current = nothing.in_scope(|| fixture.propagator.current());
        assert_eq!(current, None);
    });
}

pub async fn every_span_of_a_trace_has_its_own_context(fixture: &TracePropagatorFixture) {
    fixture.traced(|| {
        let request = info_span!("request");
        let outer = fixture.context_in(&request);
        assert_eq!(fixture.context_in(&request), outer);
        let inner = request.in_scope(|| fixture.context_in(&info_span!("use case")));
        assert_ne!(inner, outer);
        fixture.assert_same_trace(&inner, &outer);
    });
}

pub async fn a_span_without_a_parent_begins_a_trace(fixture: &TracePropagatorFixture) {
    fixture.traced(|| {
        let [one, other] = [(); 2].map(|()| fixture.context_in(&info_span!("request")));
        assert_ne!((fixture.trace)(&one), (fixture.trace)(&other));
    });
}

pub async fn a_context_is_continued_as_often_as_a_job_is_tried(fixture: &TracePropagatorFixture) {
    fixture.traced(|| {
        let context = fixture.context_in(&info_span!("request"));
        let [one, other] = [(); 2].map(|()| fixture.continued(&context));
        assert_ne!(one, other);
        for attempt in [one, other] {
            assert_ne!(attempt, context);
            fixture.assert_same_trace(&attempt, &context);
        }
    });
}

pub async fn a_continued_trace_can_be_continued(fixture: &TracePropagatorFixture) {
    fixture.traced(|| {
        let request = fixture.context_in(&info_span!("request"));
        let job = fixture.continued(&request);
        let next = fixture.continued(&job);
        assert_ne!(next, job);
        fixture.assert_same_trace(&next, &request);
    });
}

/// The span stays where it is.
pub async fn an_unreadable_context_is_ignored(fixture: &TracePropagatorFixture) {
    fixture.traced(|| {
        let worker = info_span!("worker");
        let outer = fixture.context_in(&worker);
        let long = "ж".repeat(1_000);
        for text in ["", "x", "no context", &long] {
            let context = TraceContext::new(text);
            let inner = worker.in_scope(|| fixture.continued(&context));
            assert_ne!(inner, outer, "{text}");
            fixture.assert_same_trace(&inner, &outer);
        }
    });
}
