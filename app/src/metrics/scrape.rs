use std::sync::Arc;

use poem::http::header;
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use prometheus_client::encoding::{prometheus_text, text};

use super::{JobNumbers, Metrics};
use crate::http::problem::Problem;

/// The media type of `OpenMetrics`, which Prometheus asks for.
const OPENMETRICS: &str = "application/openmetrics-text";

/// `GET /metrics`.
#[derive(Debug, Clone)]
pub(super) struct Scrape {
    metrics: Arc<Metrics>,
    jobs: JobNumbers,
}

impl Scrape {
    pub(super) fn new(metrics: Metrics, jobs: JobNumbers) -> Self {
        let metrics = Arc::new(metrics);
        Self { metrics, jobs }
    }
}

impl Endpoint for Scrape {
    type Output = Response;

    async fn call(&self, request: Request) -> Result<Response> {
        self.jobs.refresh().await;
        let accepted = request.header(header::ACCEPT.as_str()).unwrap_or_default();
        let open_metrics = accepted.contains(OPENMETRICS);
        let mut body = String::new();
        let Metrics(registry) = &*self.metrics;
        let (media_type, written) = if open_metrics {
            let written = text::encode(&mut body, registry);
            (
                "application/openmetrics-text; version=1.0.0; charset=utf-8",
                written,
            )
        } else {
            let written = prometheus_text::encode(&mut body, registry);
            ("text/plain; version=0.0.4; charset=utf-8", written)
        };
        written.map_err(|_| Problem::internal())?;
        Ok(body.with_content_type(media_type).into_response())
    }
}
