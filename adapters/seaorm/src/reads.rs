use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

use crate::pool::Pool;
use crate::transactions::begin_reading;

/// A pool whose statements read what is committed: each alone, or in a transaction of its own if the pool requires that.
pub(crate) struct Reads(Pool);

impl Reads {
    pub(crate) fn of(pool: Pool) -> Self {
        Self(pool)
    }
}

/// Runs a method of the pool's connection, or of a transaction.
macro_rules! run {
    ($reads:ident.$method:ident($statement:expr)) => {{
        let Self(pool) = $reads;
        let _call = pool.meter.reads.call();
        if pool.opening.is_none() {
            return pool.connection.$method($statement).await;
        }
        let transaction = begin_reading(pool).await?;
        let answer = transaction.$method($statement).await?;
        transaction.commit().await?;
        Ok(answer)
    }};
}

#[async_trait]
impl ConnectionTrait for Reads {
    fn get_database_backend(&self) -> DbBackend {
        self.0.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        run!(self.execute_raw(statement))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        run!(self.execute_unprepared(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        run!(self.query_one_raw(statement))
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        run!(self.query_all_raw(statement))
    }
}
