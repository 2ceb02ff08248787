use std::sync::Arc;

use korotko_core::Korotko;
use korotko_core::ports::Clock;
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{LinkBatch, LinkBatchOutcome};
use super::problems::LinkBatchProblem;
use crate::api::Tag;
use crate::api::bearer::SignedIn;
use crate::http::JsonBody;

/// Many things to do with links, in one request.
pub struct LinkBatchApi {
    pub(in crate::api) korotko: Korotko,
    /// Tells when it is that links are shown as they stand.
    pub(in crate::api) clock: Arc<dyn Clock>,
}

#[derive(ApiResponse)]
enum CarriedOut {
    /// The batch was carried out; each result says what became of its operation.
    #[oai(status = 200)]
    Outcome(Json<LinkBatchOutcome>),
}

#[OpenApi(prefix_path = "/api/links", tag = "Tag::Links")]
impl LinkBatchApi {
    /// Do many things with links
    ///
    /// Creates, edits and deletes up to 1,000 links of one's own, one after the other, each on what those before it left. An
    /// operation that fails does nothing, and the others are done all the same; with `atomic`, nothing is done unless every
    /// one works. The body may have up to 1 MiB.
    #[oai(path = "/batch", method = "post", operation_id = "batchLinks")]
    async fn batch(
        &self,
        user: SignedIn,
        body: JsonBody<LinkBatch>,
    ) -> Result<CarriedOut, LinkBatchProblem> {
        let LinkBatch { atomic, operations } = body.0;
        let operations: Vec<_> = operations.into_iter().map(Into::into).collect();
        let links = &self.korotko.links;
        let outcomes = links.batch(user.0.id, &operations, atomic).await?;
        let outcome = LinkBatchOutcome::new(&outcomes, links, self.clock.now());
        Ok(CarriedOut::Outcome(Json(outcome)))
    }
}
