//! The access log: one line per request, without path, query, address or header of the client.

use std::sync::Arc;
use std::time::Instant;

use poem::http::Method;
use poem::{Endpoint, Request, Response, Result};
use tracing::Instrument;

use super::arrival;
use crate::http::request_id;

pub(super) async fn record(
    next: Arc<impl Endpoint<Output = Response>>,
    request: Request,
) -> Result<Response> {
    let id = request_id::current().unwrap_or_default();
    let method = known(request.method());
    let route = arrival::route(&request).map_or("unmatched", |route| &route.template);
    let span = tracing::info_span!("request", request_id = id, method, route);
    let mut line = Line {
        status: None,
        since: Instant::now(),
    };
    async move {
        let answer = next.call(request).await;
        line.status = answer
            .as_ref()
            .ok()
            .map(|response| response.status().as_u16());
        drop(line);
        answer
    }
    .instrument(span)
    .await
}

/// A line that is written when dropped, within the span of the request: when the response is ready, or the client disconnects earlier.
struct Line {
    status: Option<u16>,
    since: Instant,
}

impl Drop for Line {
    fn drop(&mut self) {
        let duration_ms = self.since.elapsed().as_secs_f64() * 1000.0;
        let status = self.status;
        if status.is_some() {
            tracing::info!(event = "request_answered", status, duration_ms, "answered");
        } else {
            tracing::info!(
                event = "request_abandoned",
                duration_ms,
                "abandoned by the client"
            );
        }
    }
}

/// Clients may send any method, so unknown ones are not logged.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
