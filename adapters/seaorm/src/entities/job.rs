use korotko_core::id::JobId;
use korotko_core::job::{Job, JobRecord, JobState};
use korotko_core::ports::{Claim, StoreError, TraceContext};
use sea_orm::entity::prelude::*;

use crate::time::moment;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub payload: String,
    pub user_id: Option<i64>,
    pub state: String,
    pub attempts: i64,
    pub lease: i64,
    pub run_at: i64,
    pub due_at: Option<i64>,
    pub created_at: i64,
    pub finished_at: Option<i64>,
    pub last_error: Option<String>,
    pub trace: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// The job. A payload that cannot be read was written by a newer version, and must not block the queue.
    fn job(&self) -> Job {
        serde_json::from_str(&self.payload).unwrap_or(Job::Unknown)
    }

    fn unreadable(&self, column: &str) -> StoreError {
        StoreError::internal(format!("the {column} of job {} cannot be read", self.id))
    }

    fn attempts(&self) -> Result<u32, StoreError> {
        u32::try_from(self.attempts).map_err(|_| self.unreadable("attempts"))
    }
}

impl TryFrom<Model> for Claim {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: JobId(row.id),
            job: row.job(),
            attempts: row.attempts()?,
            lease: row.lease,
            trace: row.trace.map(TraceContext::new),
            created_at: moment(row.created_at)?,
        })
    }
}

impl TryFrom<Model> for JobRecord {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        let state = JobState::from_name(&row.state);
        Ok(Self {
            id: JobId(row.id),
            job: row.job(),
            state: state.ok_or_else(|| row.unreadable("state"))?,
            attempts: row.attempts()?,
            run_at: moment(row.run_at)?,
            created_at: moment(row.created_at)?,
            finished_at: row.finished_at.map(moment).transpose()?,
            last_error: row.last_error,
        })
    }
}
