use async_trait::async_trait;
use korotko_core::id::JobId;
use korotko_core::job::{Job, JobRecord};
use korotko_core::ports::{
    Claim, InsertJob, JobOutcome, JobQuery, JobRepository, StoreError, Timestamp,
};

use crate::rows::Rows;

#[async_trait]
impl JobRepository for Rows {
    async fn insert(&self, job: &InsertJob) -> Result<JobId, StoreError> {
        self.write(|state| {
            state.refuse_unknown(job.job.user())?;
            Ok(state.jobs.insert(job))
        })
    }

    async fn claim(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Claim>, StoreError> {
        self.write(|state| Ok(state.jobs.claim(now, until, limit)))
    }

    async fn renew(&self, claim: &Claim, until: Timestamp) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.jobs.renew(claim, until)))
    }

    async fn finish(&self, claim: &Claim, outcome: &JobOutcome) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.jobs.finish(claim, outcome)))
    }

    async fn list(&self, query: &JobQuery) -> Result<Vec<JobRecord>, StoreError> {
        self.read(|state| state.jobs.list(query))
    }

    async fn requeue(&self, id: JobId, now: Timestamp) -> Result<Option<Job>, StoreError> {
        self.write(|state| Ok(state.jobs.requeue(id, now)))
    }

    async fn delete_done(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.jobs.delete_done(until, limit)))
    }
}
