//! Statements that complete in time or fail.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::time::timeout;

use crate::error::{no_answer, too_slow};

/// How long a caller waits for the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    /// For a unit of work or a snapshot to begin.
    pub(crate) begin: Duration,
    /// For a read outside a unit, including the wait for a connection.
    pub(crate) read: Duration,
    /// For a statement of a unit or a snapshot, and for a commit.
    pub(crate) transaction: Duration,
}

impl Timeouts {
    /// No limits.
    pub(crate) const NONE: Self = Self {
        begin: Duration::MAX,
        read: Duration::MAX,
        transaction: Duration::MAX,
    };
}

/// A pool or a transaction whose statements time out. The server's own limit does not help if the server is unreachable. A
/// timed-out statement leaves its connection in the middle of a reply, which the pool detects.
pub(crate) struct TimedConnection<C> {
    connection: C,
    limit: Duration,
}

impl<C> TimedConnection<C> {
    pub(crate) fn new(connection: C, limit: Duration) -> Self {
        Self { connection, limit }
    }

    /// The connection, and the limit, which applies to its commit as well.
    pub(crate) fn into_parts(self) -> (C, Duration) {
        (self.connection, self.limit)
    }
}

impl<C: ConnectionTrait> TimedConnection<C> {
    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, DbErr>> + Send,
    ) -> Result<T, DbErr> {
        in_time(self.limit, self.get_database_backend(), answer).await
    }
}

/// The reply of the database, if it takes at most `limit`.
pub(crate) async fn in_time<T>(
    limit: Duration,
    backend: DbBackend,
    answer: impl Future<Output = Result<T, DbErr>> + Send,
) -> Result<T, DbErr> {
    let late = |_| match backend {
        // Nothing else ends its statements.
        DbBackend::Sqlite => too_slow(),
        // The server has its own, shorter limit.
        _ => no_answer(),
    };
    timeout(limit, answer).await.map_err(late).flatten()
}

#[async_trait]
impl<C: ConnectionTrait> ConnectionTrait for TimedConnection<C> {
    fn get_database_backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.in_time(self.connection.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.in_time(self.connection.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.in_time(self.connection.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.in_time(self.connection.query_all_raw(statement)).await
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use std::future::pending;

    use korotko_core::ports::StoreError;

    use super::*;
    use crate::connect::connect_file;
    use crate::error::store_error;
    use crate::options::SeaOptions;

    const INSTANT: Duration = Duration::from_millis(10);

    #[tokio::test]
    async fn a_read_of_a_file_that_exceeds_its_limit_is_too_slow() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("korotko.db");
        let pools = connect_file(&file, &SeaOptions::default()).await.unwrap();
        let long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000000)
            SELECT count(*) FROM n";
        let readers = pools.requests.readers.connection;
        let limited = TimedConnection::new(readers.clone(), INSTANT);
        let statement = |sql: &str| Statement::from_string(DbBackend::Sqlite, sql.to_owned());
        let answer = limited.query_one_raw(statement(long)).await;
        let error = store_error(answer.unwrap_err());
        assert!(matches!(error, StoreError::TooSlow(_)), "{error:?}");
        let unlimited = TimedConnection::new(readers, Duration::MAX);
        unlimited
            .query_one_raw(statement("SELECT 1"))
            .await
            .unwrap();
    }

    #[tokio::test]
    async fn a_server_that_does_not_answer_is_unavailable() {
        let silence = pending::<Result<(), DbErr>>();
        let answer = in_time(INSTANT, DbBackend::Postgres, silence).await;
        let error = store_error(answer.unwrap_err());
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
}
