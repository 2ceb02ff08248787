//! The access log: one line per request, without path, query, address or header of the client.

use std::sync::Arc;
use std::time::Instant;

use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response, Result};
use tracing::{Instrument, Span};

use super::arrival;
use super::settings::Layers;
use crate::http::request_id::{self, RequestId};

/// The route of redirects, most of which are not logged.
const REDIRECT: &str = "/{slug}";

pub(super) async fn record(
    next: Arc<impl Endpoint<Output = Response>>,
    request: Request,
    layers: Layers,
) -> Result<Response> {
    let id = request_id::current().unwrap_or_else(|| layers.ids.next());
    let route = arrival::route(&request).map_or("unmatched", |route| &route.template);
    let span = span(id, request.method(), route);
    let mut line = Line {
        status: None,
        since: Instant::now(),
        unsampled: route == REDIRECT && !id.is_sampled(layers.settings.redirect_log_sample),
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

/// The span of a request.
fn span(id: RequestId, method: &Method, route: &str) -> Span {
    let method = known(method);
    tracing::info_span!("request", request_id = %id, method, route)
}

/// Writes the line of a redirect that the fast path answered.
pub(in crate::http) fn record_redirect(
    id: RequestId,
    method: &Method,
    status: StatusCode,
    since: Instant,
) {
    let line = Line {
        status: Some(status.as_u16()),
        since,
        unsampled: false,
    };
    span(id, method, REDIRECT).in_scope(|| drop(line));
}

/// A line that is written when dropped, within the span of the request: when the response is ready, or the client disconnects earlier.
struct Line {
    status: Option<u16>,
    since: Instant,
    /// Whether it is one of the many redirects whose lines are not written unless they fail.
    unsampled: bool,
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.unsampled && self.status.is_some_and(|status| status < 500) {
            return;
        }
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
