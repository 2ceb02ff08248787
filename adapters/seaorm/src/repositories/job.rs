use async_trait::async_trait;
use korotko_core::id::JobId;
use korotko_core::job::{Job, JobRecord, JobState};
use korotko_core::ports::{
    Claim, InsertJob, JobOutcome, JobQuery, JobRepository, StoreError, Timestamp,
};
use sea_orm::sea_query::{
    CommonTableExpression, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement,
    WithClause, WithQuery,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, NotSet, Order,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set, UpdateMany,
};

use crate::entities::job::{ActiveModel, Column, Entity, Model};
use crate::session::Session;
use crate::time::micros;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> JobRepository for Session<C> {
    async fn insert(&self, new: &InsertJob) -> Result<JobId, StoreError> {
        let job = &new.job;
        let payload = serde_json::to_string(job).map_err(StoreError::internal)?;
        let row = ActiveModel {
            id: NotSet,
            kind: Set(job.kind().to_owned()),
            payload: Set(payload),
            user_id: Set(job.user().map(|user| user.0)),
            state: Set(JobState::Waiting.name().to_owned()),
            attempts: Set(0),
            lease: Set(0),
            run_at: Set(micros(new.created_at)),
            due_at: Set(None),
            created_at: Set(micros(new.created_at)),
            finished_at: Set(None),
            last_error: Set(None),
            trace: Set(new.trace.as_ref().map(|trace| trace.as_str().to_owned())),
        };
        let inserted = Entity::insert(row).exec(self.writer()?).await;
        let inserted = inserted.map_err(|error| self.fail(error))?;
        Ok(JobId(inserted.last_insert_id))
    }

    async fn claim(
        &self,
        now: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<Claim>, StoreError> {
        let found = self.writer()?.query_all(&claim(now, until, limit)).await;
        let rows = found.and_then(|rows| {
            let models = rows.iter().map(|row| Model::from_query_result(row, ""));
            models.collect::<Result<Vec<_>, _>>()
        });
        let mut rows = rows.map_err(|error| self.fail(error))?;
        rows.sort_by_key(|row| (row.due_at, row.id));
        rows.into_iter().map(Claim::try_from).collect()
    }

    async fn renew(&self, claim: &Claim, until: Timestamp) -> Result<bool, StoreError> {
        let renewed = ActiveModel {
            run_at: Set(micros(until)),
            ..ActiveModel::default()
        };
        Ok(self.update_all(claimed(claim).set(renewed)).await? > 0)
    }

    async fn finish(&self, claim: &Claim, outcome: &JobOutcome) -> Result<bool, StoreError> {
        let mut update = claimed(claim).set(settled(outcome));
        if matches!(outcome, JobOutcome::Release { .. }) {
            update = update.col_expr(Column::Attempts, Expr::col(Column::Attempts).sub(1));
        }
        Ok(self.update_all(update).await? > 0)
    }

    async fn list(&self, query: &JobQuery) -> Result<Vec<JobRecord>, StoreError> {
        let states = Some(query.states.iter().map(|state| state.name()));
        let states = states.filter(|_| !query.states.is_empty());
        let select = Entity::find()
            .apply_if(states, |select, states| {
                select.filter(Column::State.is_in(states))
            })
            .apply_if(query.after, |select, after| {
                select.filter(Column::Id.gt(after.0))
            })
            .order_by_asc(Column::Id)
            .limit(u64::from(query.limit));
        self.all(select).await
    }

    async fn requeue(&self, id: JobId, now: Timestamp) -> Result<Option<Job>, StoreError> {
        let again = ActiveModel {
            state: Set(JobState::Waiting.name().to_owned()),
            attempts: Set(0),
            run_at: Set(micros(now)),
            finished_at: Set(None),
            ..ActiveModel::default()
        };
        let update = Entity::update_many()
            .set(again)
            .filter(Column::Id.eq(id.0))
            .filter(Column::State.eq(JobState::Failed.name()));
        if self.update_all(update).await? == 0 {
            return Ok(None);
        }
        let requeued: Option<JobRecord> = self.one(Entity::find_by_id(id.0)).await?;
        Ok(requeued.map(|record| record.job))
    }

    async fn delete_done(&self, until: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let rows = Entity::find()
            .filter(Column::State.eq(JobState::Done.name()))
            .filter(Column::FinishedAt.lte(micros(until)));
        self.delete_some(rows, Column::Id, limit).await
    }
}

/// Claims due jobs and returns their rows. The due jobs are selected once, in a common table expression: PostgreSQL may run a
/// subquery of the update several times, and find other unlocked rows each time.
fn claim(now: Timestamp, until: Timestamp, limit: u32) -> WithQuery {
    let due = CommonTableExpression::new()
        .table_name("due")
        .column(Column::Id)
        .materialized(true)
        .query(due(now, limit))
        .to_owned();
    let taken = Query::select().column(Column::Id).from("due").take();
    Query::update()
        .table(Entity)
        .value(Column::State, JobState::Running.name())
        .value(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .value(Column::Lease, Expr::col(Column::Lease).add(1))
        .value(Column::DueAt, Expr::col(Column::RunAt))
        .value(Column::RunAt, micros(until))
        .and_where(Expr::col(Column::Id).in_subquery(taken))
        .returning(Query::returning().columns(Column::iter()))
        .take()
        .with(WithClause::new().cte(due).to_owned())
}

/// The unfinished jobs that are due, oldest due first; on PostgreSQL without those that another worker is claiming.
fn due(now: Timestamp, limit: u32) -> SelectStatement {
    Query::select()
        .column(Column::Id)
        .from(Entity)
        .and_where(Column::FinishedAt.is_null())
        .and_where(Column::RunAt.lte(micros(now)))
        .order_by(Column::RunAt, Order::Asc)
        .order_by(Column::Id, Order::Asc)
        .limit(u64::from(limit))
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .take()
}

/// An update of the claimed job, unless another worker has claimed it since.
fn claimed(claim: &Claim) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Id.eq(claim.id.0))
        .filter(Column::Lease.eq(claim.lease))
        .filter(Column::State.eq(JobState::Running.name()))
}

/// The columns that an outcome writes.
fn settled(outcome: &JobOutcome) -> ActiveModel {
    let (state, run_at, finished_at, error) = match outcome {
        JobOutcome::Done { at } => (JobState::Done, None, Some(at), None),
        JobOutcome::Retry { at, error } | JobOutcome::Release { at, error } => {
            (JobState::Waiting, Some(at), None, Some(error))
        }
        JobOutcome::Failed { at, error } => (JobState::Failed, None, Some(at), Some(error)),
    };
    let mut row = ActiveModel {
        state: Set(state.name().to_owned()),
        finished_at: Set(finished_at.copied().map(micros)),
        ..ActiveModel::default()
    };
    if let Some(at) = run_at {
        row.run_at = Set(micros(*at));
    }
    if let Some(error) = error {
        // PostgreSQL does not allow NUL in a text.
        row.last_error = Set(Some(error.replace('\0', "\u{fffd}")));
    }
    row
}
