use async_trait::async_trait;
use korotko_core::job::JobState;
use korotko_core::ports::{JobCount, JobStatistics, StoreError};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement};

use crate::session::Session;
use crate::time::moment;

/// Each part walks along a partial index, up to the limit.
const COUNT: &str = "
    SELECT kind, state, count(*), min(created_at)
    FROM (SELECT kind, state, created_at FROM jobs WHERE finished_at IS NULL ORDER BY run_at, id LIMIT $1) AS unfinished
    GROUP BY kind, state
    UNION ALL
    SELECT kind, 'failed', count(*), min(created_at)
    FROM (SELECT kind, created_at FROM jobs WHERE state = 'failed' ORDER BY created_at LIMIT $1) AS failed
    GROUP BY kind";

/// The columns of a row, in their order.
type Row = (String, String, i64, i64);

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> JobStatistics for Session<C> {
    async fn count(&self, limit: u32) -> Result<Vec<JobCount>, StoreError> {
        let values = [i64::from(limit).into()];
        let count = Statement::from_sql_and_values(self.backend(), COUNT, values);
        let rows = self.read(count, columns).await?;
        rows.into_iter().map(job_count).collect()
    }
}

fn columns(row: &QueryResult) -> Result<Row, DbErr> {
    Ok((
        row.try_get_by_index(0)?,
        row.try_get_by_index(1)?,
        row.try_get_by_index(2)?,
        row.try_get_by_index(3)?,
    ))
}

fn job_count((kind, state, count, oldest): Row) -> Result<JobCount, StoreError> {
    let unknown = || StoreError::internal(format!("{state} is not a state of a job"));
    Ok(JobCount {
        kind,
        state: JobState::from_name(&state).ok_or_else(unknown)?,
        count: u64::try_from(count).map_err(StoreError::internal)?,
        oldest: moment(oldest)?,
    })
}
