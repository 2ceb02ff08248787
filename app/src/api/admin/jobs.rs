use korotko_core::Korotko;
use korotko_core::id::JobId;
use korotko_core::job::JobState;
use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::{ApiResponse, OpenApi};

use super::dto::{JobStateView, JobView};
use super::problems::RetryJobProblem;
use crate::api::bearer::Administrator;
use crate::api::links::list::default_limit;
use crate::api::page::Page;
use crate::api::problems::ListProblem;
use crate::api::{Tag, cursor};

/// Deferred work, for administrators.
#[derive(Debug)]
pub struct AdminJobApi {
    pub(super) korotko: Korotko,
}

#[derive(ApiResponse)]
enum Listed {
    /// A page of jobs.
    #[oai(status = 200)]
    Page(Json<Page<JobView>>),
}

#[derive(ApiResponse)]
enum Retried {
    /// The job is due again.
    #[oai(status = 204)]
    Due,
}

#[OpenApi(prefix_path = "/api/admin/jobs", tag = "Tag::Administration")]
impl AdminJobApi {
    /// List jobs
    ///
    /// Returns a page of the deferred work of the service, oldest first. Done jobs are kept for 7 days, failed ones until they are retried.
    #[oai(path = "/", method = "get", operation_id = "listJobs")]
    async fn list(
        &self,
        _administrator: Administrator,
        /// The number of jobs on a page.
        #[oai(
            default = "default_limit",
            validator(minimum(value = "1"), maximum(value = "100"))
        )]
        limit: Query<u32>,
        /// The cursor: `next` of the previous page.
        after: Query<Option<String>>,
        /// Only jobs in this state.
        state: Query<Option<JobStateView>>,
    ) -> Result<Listed, ListProblem> {
        let after = cursor::read_optional_id(after.0.as_deref(), 'j')?.map(JobId);
        let states = state.0.map(JobState::from).into_iter().collect();
        let page = self.korotko.jobs.list(states, after, limit.0).await?;
        let next = page.next.map(|last| last.0);
        Ok(Listed::Page(Json(Page::by_id(&page.items, 'j', next))))
    }

    /// Retry a failed job
    ///
    /// Makes a job due again that failed permanently.
    #[oai(path = "/:id/retry", method = "post", operation_id = "retryJob")]
    async fn retry(
        &self,
        administrator: Administrator,
        /// The id of the job.
        id: Path<i64>,
    ) -> Result<Retried, RetryJobProblem> {
        let administration = &self.korotko.administration;
        administration
            .retry_job(administrator.0, JobId(id.0))
            .await?;
        Ok(Retried::Due)
    }
}
