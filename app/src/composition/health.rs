//! Health checks for supervisors and load balancers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use korotko_clicklog::ClickLog;
use korotko_core::Korotko;
use korotko_core::ports::{Clock, Store, StoreError};
use poem::web::Json;
use poem::{Endpoint, IntoResponse, Request, Response, Result};
use serde_json::json;

use crate::http::problem::Problem;

/// `GET /healthz`: the process responds.
#[derive(Debug)]
pub(crate) struct Healthz;

impl Endpoint for Healthz {
    type Output = Response;

    async fn call(&self, _: Request) -> Result<Response> {
        Ok(uncached(Json(json!({"status": "ok"}))))
    }
}

/// `GET /readyz`: the database responds, is migrated and undamaged, and the program is not stopping. The age of the oldest job and the
/// number of uncounted clicks are reported but do not affect readiness: an unavailable mail server is no reason to take a node out.
pub(crate) struct Readyz {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) log: ClickLog,
    pub(crate) korotko: Korotko,
    pub(crate) stopping: Arc<AtomicBool>,
}

impl Endpoint for Readyz {
    type Output = Response;

    async fn call(&self, _: Request) -> Result<Response> {
        if self.stopping.load(Ordering::Relaxed) {
            return Err(Problem::unavailable().into());
        }
        self.store.check().await.map_err(problem)?;
        let oldest = self.korotko.jobs.oldest_waiting().await;
        let oldest = oldest.map_err(|error| Problem::from_fault(&error))?;
        let waits = oldest.map(|since| (self.clock.now() - since).num_seconds().max(0));
        let clicks = self.log.status();
        Ok(uncached(Json(json!({
            "status": "ready",
            "oldest_waiting_job_seconds": waits,
            "waiting_click_bytes": clicks.waiting_bytes,
            "dropped_clicks": clicks.dropped,
        }))))
    }
}

/// Waiting does not help with a damaged database, so it has a problem of its own.
fn problem(error: StoreError) -> Problem {
    match error {
        StoreError::Damaged(_) => Problem::store_damaged(),
        error => Problem::from_fault(&error),
    }
}

fn uncached(body: impl IntoResponse) -> Response {
    body.with_header("Cache-Control", "no-store")
        .into_response()
}
