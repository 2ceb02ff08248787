//! One line in the log for each request: no path, query, address or header of the client is in it.

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

/// Written, within the request's span, when it is dropped: when the answer is there, or when the client has gone before.
struct Line {
    status: Option<u16>,
    since: Instant,
}

impl Drop for Line {
    fn drop(&mut self) {
        let duration_ms = self.since.elapsed().as_secs_f64() * 1000.0;
        let status = self.status;
        let outcome = status.map_or("abandoned by the client", |_| "answered");
        tracing::info!(status, duration_ms, "{outcome}");
    }
}

/// A client may invent methods; the log does not grow with them.
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
