use tracing::Span;

/// Where in which trace something happens, as the tracing system writes it down; opaque to the domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceContext(String);

impl TraceContext {
    /// The context with this text.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Carries a trace from the request that defers work to the job that does it, which may run in another process.
#[cfg_attr(any(test, feature = "mock"), mockall::automock)]
pub trait TracePropagator: Send + Sync {
    /// The context of the current span; `None` if it belongs to no trace.
    fn current(&self) -> Option<TraceContext>;

    /// Makes `span`, which was not entered yet, a child of the context. MUST ignore a context that it cannot read.
    fn continue_trace(&self, span: &Span, context: &TraceContext);
}

/// Traces nothing, for an embedder without a tracing system.
#[derive(Debug, Clone, Copy, Default)]
pub struct Untraced;

impl TracePropagator for Untraced {
    fn current(&self) -> Option<TraceContext> {
        None
    }

    fn continue_trace(&self, _: &Span, _: &TraceContext) {}
}
