use std::sync::atomic::{AtomicBool, Ordering};

use opentelemetry_sdk::Resource;
use opentelemetry_sdk::error::OTelSdkResult;
use opentelemetry_sdk::trace::{SpanData, SpanExporter};

use super::{counts, semantics};

/// Sends spans to the collector, in the terms of OpenTelemetry, and tells when it is away.
#[derive(Debug)]
pub(super) struct Exporter {
    otlp: opentelemetry_otlp::SpanExporter,
    available: AtomicBool,
}

impl Exporter {
    pub(super) fn new(otlp: opentelemetry_otlp::SpanExporter) -> Self {
        Self {
            otlp,
            available: AtomicBool::new(true),
        }
    }

    /// Logs only the first of several failures.
    fn log(&self, exported: &OTelSdkResult) {
        let was_available = self.available.swap(exported.is_ok(), Ordering::Relaxed);
        match exported {
            Err(cause) if was_available => tracing::warn!(
                event = "collector_unavailable",
                %cause,
                "the collector of traces does not accept spans, which are lost"
            ),
            Ok(()) if !was_available => tracing::info!(
                event = "collector_available",
                lost = counts().lost,
                "the collector of traces accepts spans again"
            ),
            _ => {}
        }
    }
}

impl SpanExporter for Exporter {
    async fn export(&self, batch: Vec<SpanData>) -> OTelSdkResult {
        let spans = batch.len() as u64;
        let batch = batch.into_iter().map(semantics::translate).collect();
        let exported = self.otlp.export(batch).await;
        counts::settle(spans, exported.is_ok());
        self.log(&exported);
        exported
    }

    fn set_resource(&mut self, resource: &Resource) {
        self.otlp.set_resource(resource);
    }
}
