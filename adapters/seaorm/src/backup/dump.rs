//! Dumps of a PostgreSQL database.

use std::path::Path;
use std::time::Duration;

use korotko_core::ports::StoreError;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions, Connection, Executor, PgConnection};
use tokio::time::timeout;

use crate::DatabaseUrl;
use crate::client_programs::ProgramError;
use crate::database_url::Server;
use crate::error::{connect_error, no_answer, store_error};

/// How long the server may take to accept a connection and to fix a state.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Fixes what the dump reads. The transaction waits for the dump, however long that takes.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL idle_in_transaction_session_timeout = 0";

/// Why a database was not dumped or restored.
#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    /// The database is no PostgreSQL database.
    #[error("the database is not on a PostgreSQL server")]
    NotAServer,
    /// The server failed.
    #[error(transparent)]
    Server(#[from] StoreError),
    /// The program that dumps or restores failed.
    #[error(transparent)]
    Program(#[from] ProgramError),
}

impl DatabaseUrl {
    /// Dumps a PostgreSQL database into the file at `path`, as it is at one moment, by `pg_dump`. Calls `fixed` as soon as that moment
    /// has passed: what is committed later is not in the dump. The URL must be that of the server, not of a transaction pooler.
    pub async fn dump<T>(&self, path: &Path, fixed: impl FnOnce() -> T) -> Result<T, DumpError> {
        let (Server::Postgres(server), Some(connect)) = (&self.server, &self.connect) else {
            return Err(DumpError::NotAServer);
        };
        let exported = timeout(TIMEOUT, export_snapshot(&server.options)).await;
        let exported = exported.map_err(|_| store_error(no_answer()))?;
        let (connection, snapshot) = exported.map_err(connect_error)?;
        let value = fixed();
        let arguments = [
            "--format=custom".to_owned(),
            // The backup is compressed.
            "--compress=0".to_owned(),
            format!("--snapshot={snapshot}"),
            format!("--file={}", path.display()),
        ];
        connect.run("pg_dump", &arguments).await?;
        connection.close().await.map_err(connect_error)?;
        Ok(value)
    }

    /// Restores a dump into an empty PostgreSQL database by `pg_restore`, completely or not at all.
    pub async fn restore(&self, path: &Path) -> Result<(), DumpError> {
        let Some(connect) = &self.connect else {
            return Err(DumpError::NotAServer);
        };
        let arguments = [
            "--exit-on-error".to_owned(),
            "--single-transaction".to_owned(),
            "--no-owner".to_owned(),
            "--no-privileges".to_owned(),
            path.display().to_string(),
        ];
        Ok(connect.run("pg_restore", &arguments).await?)
    }
}

/// Fixes a state of the database as long as the connection is open.
async fn export_snapshot(server: &PgConnectOptions) -> Result<(PgConnection, String), sqlx::Error> {
    let mut connection = server.connect().await?;
    connection.execute(BEGIN).await?;
    let export = sqlx::query_scalar("SELECT pg_export_snapshot()");
    let snapshot = export.fetch_one(&mut connection).await?;
    Ok((connection, snapshot))
}
