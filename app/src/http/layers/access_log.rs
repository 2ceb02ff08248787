//! The access log: one line per request, without path, query, address or header of the client. What it says is counted as well.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use poem::http::{Method, StatusCode};
use poem::{Request, Response};
use tracing::{Instrument, Span};

use super::arrival;
use super::settings::Layers;
use crate::http::FullResponse;
use crate::http::request_id::RequestId;
use crate::http::traffic::{OperationLabels, REDIRECT, Traffic};
use crate::traces::{self, UNTRACED};

/// Handles a request, and writes its line.
pub(super) fn record<A: Future<Output = Response>>(
    id: RequestId,
    request: Request,
    layers: &Layers,
    handle: impl FnOnce(Request) -> A,
) -> impl Future<Output = Response> {
    let route = arrival::route(&request).map_or("unmatched", |route| &route.template);
    let span = span(id, request.method(), route);
    traces::continue_request(&span, request.headers());
    let unsampled = route == REDIRECT && !id.is_sampled(layers.settings.redirect_log_sample);
    let counted = Counted::new(layers, request.method(), route.to_owned());
    let line = Line::new(unsampled).counted(counted);
    line.of(handle(request), Response::status).instrument(span)
}

/// The span of a request. That of a redirect is for the log alone.
fn span(id: RequestId, method: &Method, route: &str) -> Span {
    let method = known(method);
    if route == REDIRECT {
        tracing::info_span!(target: UNTRACED, "request", request_id = %id, method, route)
    } else {
        tracing::info_span!("request", request_id = %id, method, route)
    }
}

/// Writes the line of a redirect that the fast path answered.
pub(in crate::http) fn record_redirect(
    id: RequestId,
    method: &Method,
    status: StatusCode,
    since: Instant,
) {
    let line = Line {
        status: Some(status),
        since,
        unsampled: false,
        counted: None,
    };
    span(id, method, REDIRECT).in_scope(|| drop(line));
}

/// Writes the line of a redirect for which the fast path had to wait, if it is sampled or fails.
pub(in crate::http) async fn record_waiting(
    id: RequestId,
    method: &Method,
    layers: &Layers,
    answer: impl Future<Output = FullResponse>,
) -> FullResponse {
    let line = Line::new(!id.is_sampled(layers.settings.redirect_log_sample));
    let line = line.counted(Counted::new(layers, method, REDIRECT));
    line.of(answer, FullResponse::status)
        .instrument(span(id, method, REDIRECT))
        .await
}

/// A line that is written when dropped, within the span of the request.
struct Line {
    status: Option<StatusCode>,
    since: Instant,
    /// Whether it is one of the many redirects whose lines are not written unless they fail.
    unsampled: bool,
    /// Where it is counted, unless it is already.
    counted: Option<Counted>,
}

/// Where a request is counted.
struct Counted {
    traffic: Arc<Traffic>,
    operation: OperationLabels,
}

impl Counted {
    fn new(layers: &Layers, method: &Method, route: impl Into<Cow<'static, str>>) -> Self {
        let (method, route) = (known(method), route.into());
        Self {
            traffic: layers.traffic.clone(),
            operation: OperationLabels { method, route },
        }
    }
}

impl Line {
    fn new(unsampled: bool) -> Self {
        Self {
            status: None,
            since: Instant::now(),
            unsampled,
            counted: None,
        }
    }

    fn counted(mut self, counted: Counted) -> Self {
        self.counted = Some(counted);
        self
    }

    /// Writes the line once there is an answer, or when the client disconnects earlier.
    async fn of<T>(
        mut self,
        answer: impl Future<Output = T>,
        status: impl FnOnce(&T) -> StatusCode,
    ) -> T {
        let answer = answer.await;
        self.status = Some(status(&answer));
        answer
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let taken = self.since.elapsed();
        if let Some(Counted { traffic, operation }) = self.counted.take() {
            traffic.answered(operation, self.status, taken);
        }
        let status = self.status.map(|status| status.as_u16());
        if self.unsampled && status.is_some_and(|status| status < 500) {
            return;
        }
        let duration_ms = taken.as_secs_f64() * 1000.0;
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
