//! The base of all repositories: a connection, and the operations on it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use korotko_core::ports::{Change, StoreError};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, DbErr, DeleteMany, EntityTrait, FromQueryResult,
    QueryFilter, QueryResult, QuerySelect, QueryTrait, Select, Statement, StatementBuilder,
    UpdateMany, Value,
};

use crate::health::Health;
use crate::pool::Pool;
use crate::reads::Reads;
use crate::timeouts::TimedConnection;

/// All repositories over one connection `C`: a pool, for reads of committed data, or a transaction, for writes as well.
pub(crate) struct Session<C> {
    connection: C,
    health: Health,
    writes: bool,
    failed: AtomicBool,
    /// The changes to announce when the unit is committed.
    announced: Mutex<Vec<Change>>,
}

impl Session<TimedConnection<Reads>> {
    /// A session that reads what is committed.
    pub(crate) fn of_pool(pool: Pool) -> Self {
        let (health, limit) = (pool.health.clone(), pool.timeouts.read);
        Self::reading(TimedConnection::new(Reads::of(pool), limit), health)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// A session that only reads.
    pub(crate) fn reading(connection: C, health: Health) -> Self {
        Self {
            connection,
            health,
            writes: false,
            failed: AtomicBool::new(false),
            announced: Mutex::default(),
        }
    }

    /// A session of a transaction that reads and writes.
    pub(crate) fn writing(connection: C, health: Health) -> Self {
        Self {
            writes: true,
            ..Self::reading(connection, health)
        }
    }

    /// The connection for reads.
    pub(crate) fn reader(&self) -> &C {
        &self.connection
    }

    /// The connection for writes; an error outside a unit of work.
    pub(crate) fn writer(&self) -> Result<&C, StoreError> {
        let refused = || StoreError::internal("a write requires a unit of work");
        self.writes.then_some(&self.connection).ok_or_else(refused)
    }

    /// The changes to announce when the unit is committed.
    pub(crate) fn announced(&self) -> MutexGuard<'_, Vec<Change>> {
        let announced = self.announced.lock();
        announced.unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection to commit, and the health of its pool. An error after a failed statement, since PostgreSQL would accept the
    /// commit and silently roll back.
    pub(crate) fn into_committable(self) -> Result<(C, Health), StoreError> {
        if self.failed.into_inner() {
            return Err(StoreError::internal(
                "a failed unit of work cannot be committed",
            ));
        }
        Ok((self.connection, self.health))
    }

    /// Classifies the error of a statement. The unit has failed from now on.
    pub(crate) fn fail(&self, error: DbErr) -> StoreError {
        self.failed.store(true, Ordering::Relaxed);
        self.health.classify(error)
    }

    /// The kind of database.
    pub(crate) fn backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    /// `lock` in a unit on PostgreSQL. SQLite needs no locks, since it has a single writer; outside of units locks have no effect.
    pub(crate) fn locking(&self, lock: &'static str) -> &'static str {
        match self.backend() {
            DbBackend::Postgres if self.writes => lock,
            _ => "",
        }
    }

    /// Returns an error that the database did not report. The unit has failed from now on.
    pub(crate) fn refuse(&self, error: StoreError) -> StoreError {
        self.failed.store(true, Ordering::Relaxed);
        error
    }

    /// The row that `query` finds, if any.
    pub(crate) async fn one<E, T>(&self, query: Select<E>) -> Result<Option<T>, StoreError>
    where
        E: EntityTrait,
        T: TryFrom<E::Model, Error = StoreError>,
    {
        let found = query.one(self.reader()).await;
        let row = found.map_err(|error| self.fail(error))?;
        row.map(T::try_from).transpose()
    }

    /// All rows that `query` finds.
    pub(crate) async fn all<E, T>(&self, query: Select<E>) -> Result<Vec<T>, StoreError>
    where
        E: EntityTrait,
        T: TryFrom<E::Model, Error = StoreError>,
    {
        let found = query.all(self.reader()).await;
        let rows = found.map_err(|error| self.fail(error))?;
        rows.into_iter().map(T::try_from).collect()
    }

    /// The rows that `statement` returns, as `M`.
    pub(crate) async fn rows<M: FromQueryResult>(
        &self,
        statement: &impl StatementBuilder,
    ) -> Result<Vec<M>, StoreError> {
        let found = self.connection.query_all(statement).await;
        let rows = found.and_then(|rows| {
            let rows = rows.iter().map(|row| M::from_query_result(row, ""));
            rows.collect::<Result<Vec<_>, _>>()
        });
        rows.map_err(|error| self.fail(error))
    }

    /// The rows that `statement` returns, converted by `read`.
    pub(crate) async fn read<T>(
        &self,
        statement: Statement,
        read: impl Fn(&QueryResult) -> Result<T, DbErr> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let found = self.connection.query_all_raw(statement).await;
        let rows = found.and_then(|rows| rows.iter().map(read).collect());
        rows.map_err(|error| self.fail(error))
    }

    /// Runs a statement that writes, and returns the number of rows.
    pub(crate) async fn write(&self, statement: Statement) -> Result<u64, StoreError> {
        let written = self.writer()?.execute_raw(statement).await;
        Ok(written.map_err(|error| self.fail(error))?.rows_affected())
    }

    /// Changes the row that `update` selects; an error if there is none.
    pub(crate) async fn update_one<E: EntityTrait>(
        &self,
        update: UpdateMany<E>,
    ) -> Result<(), StoreError> {
        match self.update_all(update).await? {
            0 => Err(StoreError::Missing),
            _ => Ok(()),
        }
    }

    /// Changes the rows that `update` selects, and returns their number.
    pub(crate) async fn update_all<E: EntityTrait>(
        &self,
        update: UpdateMany<E>,
    ) -> Result<u64, StoreError> {
        let updated = update.exec(self.writer()?).await;
        Ok(updated.map_err(|error| self.fail(error))?.rows_affected)
    }

    /// Removes the rows that `delete` selects, and returns their number.
    pub(crate) async fn delete_all<E: EntityTrait>(
        &self,
        delete: DeleteMany<E>,
    ) -> Result<u64, StoreError> {
        let deleted = delete.exec(self.writer()?).await;
        Ok(deleted.map_err(|error| self.fail(error))?.rows_affected)
    }

    /// Removes up to `limit` of these rows, whose primary key is `id`, and returns their number.
    pub(crate) async fn delete_some<E: EntityTrait>(
        &self,
        rows: Select<E>,
        id: E::Column,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let some = rows.select_only().column(id).limit(limit);
        let delete = E::delete_many().filter(id.in_subquery(some.into_query()));
        self.delete_all(delete).await
    }

    /// The number that a statement returns, if any.
    pub(crate) async fn number(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<Option<u64>, StoreError> {
        let select = Statement::from_sql_and_values(self.backend(), sql, values);
        let found = self.read(select, |row| row.try_get_by_index::<i64>(0));
        let number = found.await?.into_iter().next();
        number
            .map(|number| u64::try_from(number).map_err(StoreError::internal))
            .transpose()
    }

    /// Runs SQL that writes, and returns the number of rows.
    pub(crate) async fn change(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<u64, StoreError> {
        self.write(Statement::from_sql_and_values(self.backend(), sql, values))
            .await
    }
}
