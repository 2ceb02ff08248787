//! What all repositories stand on: a connection, and what may be done over it.

use std::sync::atomic::{AtomicBool, Ordering};

use korotko_core::ports::StoreError;
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, DeleteMany, EntityTrait, FromQueryResult, QueryResult,
    Select, Statement, StatementBuilder, UpdateMany, Value,
};

use crate::health::Health;

/// Every repository at once, over one connection `C`: a pool, to read what is committed, or a transaction, to write as well.
pub(crate) struct Session<C> {
    connection: C,
    health: Health,
    writes: bool,
    spent: AtomicBool,
}

impl<C: ConnectionTrait> Session<C> {
    /// Over a pool: reads alone.
    pub(crate) fn reading(connection: C, health: Health) -> Self {
        Self {
            connection,
            health,
            writes: false,
            spent: AtomicBool::new(false),
        }
    }

    /// Over a transaction: reads and writes.
    pub(crate) fn writing(connection: C, health: Health) -> Self {
        Self {
            writes: true,
            ..Self::reading(connection, health)
        }
    }

    /// The connection, to read.
    pub(crate) fn reader(&self) -> &C {
        &self.connection
    }

    /// The connection, to write; refused outside a unit of work.
    pub(crate) fn writer(&self) -> Result<&C, StoreError> {
        let refused = || StoreError::internal("a write needs a unit of work");
        self.writes.then_some(&self.connection).ok_or_else(refused)
    }

    /// Gives the connection back, with what is known of its pool; refused after a statement failed, since PostgreSQL would take the commit that follows and
    /// silently undo everything.
    pub(crate) fn into_unspent(self) -> Result<(C, Health), StoreError> {
        if self.spent.into_inner() {
            return Err(StoreError::internal(
                "a unit that failed cannot be committed",
            ));
        }
        Ok((self.connection, self.health))
    }

    /// What a failed statement means; from now on the unit is spent.
    pub(crate) fn fail(&self, error: DbErr) -> StoreError {
        self.spent.store(true, Ordering::Relaxed);
        self.health.judge(error)
    }

    /// Which database it is.
    pub(crate) fn backend(&self) -> DbBackend {
        self.connection.get_database_backend()
    }

    /// `lock` in a unit on PostgreSQL. On SQLite a unit alone writes, and nothing is locked; outside of units locks keep nothing.
    pub(crate) fn locking(&self, lock: &'static str) -> &'static str {
        match self.backend() {
            DbBackend::Postgres if self.writes => lock,
            _ => "",
        }
    }

    /// Refuses what no database refused, with the same end: the unit is spent.
    pub(crate) fn refuse(&self, error: StoreError) -> StoreError {
        self.spent.store(true, Ordering::Relaxed);
        error
    }

    /// The one row that `query` finds, if any.
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

    /// The rows that `statement` finds or gives back, each a `M`.
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

    /// The rows that `statement` finds or gives back, each read by `read`.
    pub(crate) async fn read<T>(
        &self,
        statement: Statement,
        read: impl Fn(&QueryResult) -> Result<T, DbErr> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let found = self.connection.query_all_raw(statement).await;
        let rows = found.and_then(|rows| rows.iter().map(read).collect());
        rows.map_err(|error| self.fail(error))
    }

    /// Runs a statement that writes; says how many rows it wrote.
    pub(crate) async fn write(&self, statement: Statement) -> Result<u64, StoreError> {
        let written = self.writer()?.execute_raw(statement).await;
        Ok(written.map_err(|error| self.fail(error))?.rows_affected())
    }

    /// Changes the one row that `update` names; refused when there is none.
    pub(crate) async fn update_one<E: EntityTrait>(
        &self,
        update: UpdateMany<E>,
    ) -> Result<(), StoreError> {
        match self.update_all(update).await? {
            0 => Err(StoreError::Missing),
            _ => Ok(()),
        }
    }

    /// Changes the rows that `update` names; says how many.
    pub(crate) async fn update_all<E: EntityTrait>(
        &self,
        update: UpdateMany<E>,
    ) -> Result<u64, StoreError> {
        let updated = update.exec(self.writer()?).await;
        Ok(updated.map_err(|error| self.fail(error))?.rows_affected)
    }

    /// Removes the rows that `delete` names; says how many.
    pub(crate) async fn delete_all<E: EntityTrait>(
        &self,
        delete: DeleteMany<E>,
    ) -> Result<u64, StoreError> {
        let deleted = delete.exec(self.writer()?).await;
        Ok(deleted.map_err(|error| self.fail(error))?.rows_affected)
    }

    /// The one number that a statement finds, if any.
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

    /// Runs a statement that writes; says how many rows it wrote.
    pub(crate) async fn change(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value> + Send,
    ) -> Result<u64, StoreError> {
        self.write(Statement::from_sql_and_values(self.backend(), sql, values))
            .await
    }
}
