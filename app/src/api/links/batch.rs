use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::ports::Clock;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{LinkBatch, LinkBatchResult};
use super::problems::LinkBatchProblem;
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::http::JsonBody;

/// Many operations on links in one request.
pub struct LinkBatchApi {
    pub(in crate::api) korotko: Korotko,
    /// The time at which the states of links are computed.
    pub(in crate::api) clock: Arc<dyn Clock>,
}

#[derive(ApiResponse)]
enum BatchDone {
    /// The batch was processed. `results` has the outcome of each operation.
    #[oai(status = 200)]
    Outcome(Json<LinkBatchResult>),
}

#[OpenApi(prefix_path = "/api/links", tag = "Tag::Links")]
impl LinkBatchApi {
    /// Batch create, update and delete links
    ///
    /// Processes up to 1,000 operations in order. A failed operation changes nothing and does not stop the others; with `atomic`, all
    /// operations succeed or nothing changes. The body may have up to 1 MiB.
    #[oai(path = "/batch", method = "post", operation_id = "batchLinks")]
    async fn batch(
        &self,
        user: SignedIn,
        body: JsonBody<LinkBatch>,
    ) -> Result<BatchDone, LinkBatchProblem> {
        let LinkBatch { atomic, operations } = body.0;
        let operations: Vec<_> = operations.into_iter().map(Into::into).collect();
        let links = &self.korotko.links;
        let outcomes = links.batch(user.0.id, &operations, atomic).await?;
        let outcome = LinkBatchResult::new(&outcomes, links, self.clock.now());
        Ok(BatchDone::Outcome(Json(outcome)))
    }
}
