use std::time::Duration;

use opentelemetry::Context;
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{
    BatchConfigBuilder, BatchSpanProcessor, Span, SpanData, SpanProcessor,
};

use super::counts;
use super::exporter::Exporter;

/// How many spans wait to be sent at most: about 2 MB.
const CAPACITY: u64 = 2048;

/// Hands finished spans to the thread that sends them, without waiting: those for which there is no room are lost. The processor in it
/// is bounded as well, but tells nobody what it drops.
#[derive(Debug)]
pub(super) struct SpanQueue(BatchSpanProcessor);

impl SpanQueue {
    pub(super) fn new(exporter: Exporter) -> Self {
        let capacity = usize::try_from(CAPACITY).unwrap_or(usize::MAX);
        let config = BatchConfigBuilder::default().with_max_queue_size(capacity);
        Self(BatchSpanProcessor::new(exporter, config.build()))
    }
}

impl SpanProcessor for SpanQueue {
    fn on_start(&self, span: &mut Span, context: &Context) {
        self.0.on_start(span, context);
    }

    fn on_end(&self, span: SpanData) {
        if counts::wait() <= CAPACITY {
            self.0.on_end(span);
        } else {
            counts::settle(1, false);
        }
    }

    fn force_flush(&self) -> OTelSdkResult {
        self.0.force_flush()
    }

    fn shutdown_with_timeout(&self, timeout: Duration) -> OTelSdkResult {
        self.0.shutdown_with_timeout(timeout)
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.0.set_resource(resource);
    }
}
