//! Statements that are answered in time, or given up.

use std::time::Duration;

use async_trait::async_trait;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use tokio::time::timeout;

use crate::error::{no_answer, too_slow};

/// For how long a caller waits for the database.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// For a unit of work, or a snapshot, to begin.
    pub(crate) begin: Duration,
    /// For a read outside any unit, the wait for a connection included.
    pub(crate) read: Duration,
    /// For a statement of a unit or of a snapshot, and for a commit.
    pub(crate) transaction: Duration,
}

impl Bounds {
    /// As long as it takes.
    pub(crate) const NONE: Self = Self {
        begin: Duration::MAX,
        read: Duration::MAX,
        transaction: Duration::MAX,
    };
}

/// A pool or a transaction whose statements come to an end: the server's own bound does not help where the server is not heard
/// any more. A statement that is given up leaves its connection in the middle of an answer; the pool tests for that.
pub(crate) struct Bounded<C> {
    connection: C,
    bound: Duration,
}

impl<C> Bounded<C> {
    pub(crate) fn new(connection: C, bound: Duration) -> Self {
        Self { connection, bound }
    }

    /// The connection without any bound.
    pub(crate) fn unbounded(&self) -> &C {
        &self.connection
    }

    /// The connection, and the bound that its commit has as well.
    pub(crate) fn into_parts(self) -> (C, Duration) {
        (self.connection, self.bound)
    }
}

impl<C: ConnectionTrait> Bounded<C> {
    async fn in_time<T>(
        &self,
        answer: impl Future<Output = Result<T, DbErr>> + Send,
    ) -> Result<T, DbErr> {
        in_time(self.bound, self.get_database_backend(), answer).await
    }
}

/// What the database answers within `bound`.
pub(crate) async fn in_time<T>(
    bound: Duration,
    backend: DbBackend,
    answer: impl Future<Output = Result<T, DbErr>> + Send,
) -> Result<T, DbErr> {
    let late = |_| match backend {
        // Nobody else ends its statements.
        DbBackend::Sqlite => too_slow(),
        // The server had its own, shorter bound.
        _ => no_answer(),
    };
    timeout(bound, answer).await.map_err(late).flatten()
}

#[async_trait]
impl<C: ConnectionTrait> ConnectionTrait for Bounded<C> {
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
    async fn a_read_of_a_file_that_takes_too_long_is_too_slow_and_the_next_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("korotko.db");
        let pools = connect_file(&file, &SeaOptions::default()).await.unwrap();
        let long = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 5000000)
            SELECT count(*) FROM n";
        let readers = pools.requests.readers.connection;
        let hasty = Bounded::new(readers.clone(), INSTANT);
        let statement = |sql: &str| Statement::from_string(DbBackend::Sqlite, sql.to_owned());
        let answer = hasty.query_one_raw(statement(long)).await;
        let error = store_error(answer.unwrap_err());
        assert!(matches!(error, StoreError::TooSlow(_)), "{error:?}");
        let patient = Bounded::new(readers, Duration::MAX);
        patient.query_one_raw(statement("SELECT 1")).await.unwrap();
    }

    #[tokio::test]
    async fn a_server_that_is_not_heard_is_unavailable() {
        let silence = pending::<Result<(), DbErr>>();
        let answer = in_time(INSTANT, DbBackend::Postgres, silence).await;
        let error = store_error(answer.unwrap_err());
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
    }
}
