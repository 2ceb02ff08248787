mod client;
mod counts;
mod exporter;
mod propagation;
mod queue;
mod sampler;
mod semantics;

use std::time::Duration;

use opentelemetry::trace::TracerProvider;
use opentelemetry::{Key, KeyValue};
use opentelemetry_otlp::{Protocol, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::registry::LookupSpan;

use super::{TraceSettings, UNTRACED};
use client::CollectorClient;
pub(crate) use counts::counts;
use exporter::Exporter;
pub(crate) use propagation::{continue_request, propagator};
use queue::SpanQueue;
use sampler::RequestSampler;

/// The name of the instrumentation, and of the service unless `OTEL_SERVICE_NAME` or `OTEL_RESOURCE_ATTRIBUTES` has another.
const NAME: &str = "korotko";

/// How long a request to the collector may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// How long an ending process waits for its last spans to be sent.
const LAST: Duration = Duration::from_secs(2);

/// The export of spans, if there is one.
pub(crate) struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// A process that traces nothing.
    pub(crate) fn off() -> Self {
        Self(None)
    }

    /// Starts the export, which a thread of its own does; within a runtime. Fails if a variable of OpenTelemetry is invalid.
    pub(crate) fn start(settings: &TraceSettings) -> Result<Self, String> {
        let exporter = opentelemetry_otlp::SpanExporter::builder()
            .with_http()
            .with_http_client(CollectorClient::new(Handle::current(), TIMEOUT))
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(&settings.endpoint)
            .with_timeout(TIMEOUT)
            .build()
            .map_err(|error| error.to_string())?;
        let provider = SdkTracerProvider::builder()
            .with_sampler(RequestSampler::new(settings.sample))
            .with_resource(resource())
            .with_span_processor(SpanQueue::new(Exporter::new(exporter)))
            .build();
        Ok(Self(Some(provider)))
    }

    /// What turns the program's own spans into spans of traces, independent of the level of the log.
    pub(crate) fn layer<S>(&self) -> Option<impl Layer<S> + use<S>>
    where
        S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let tracer = self.0.as_ref()?.tracer(NAME);
        // Other crates name what must not leave the process, such as addresses.
        let own = Targets::new()
            .with_target(NAME, LevelFilter::INFO)
            .with_target(UNTRACED, LevelFilter::OFF);
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_context_activation(false)
            .with_location(false)
            .with_threads(false)
            .with_target(false)
            .with_tracked_inactivity(false)
            .with_filter(own);
        Some(layer)
    }

    /// Sends the last spans, which takes two seconds at most.
    pub(crate) async fn finish(self) {
        let Some(provider) = self.0 else {
            return;
        };
        // What is not sent by then is lost.
        let _ = spawn_blocking(move || provider.shutdown_with_timeout(LAST)).await;
    }
}

/// What the spans are of: by the variables of OpenTelemetry, or else by the program's name.
fn resource() -> Resource {
    let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
    let given = Resource::builder().with_attribute(version.clone()).build();
    let name = given.get(&Key::new("service.name"));
    if name.is_some_and(|name| !name.as_str().starts_with("unknown_service")) {
        return given;
    }
    let named = Resource::builder().with_service_name(NAME);
    named.with_attribute(version).build()
}
