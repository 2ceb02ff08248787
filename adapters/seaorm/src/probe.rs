//! Probing a PostgreSQL server before the pools are built. A pool would retry, and only report a timeout.

use std::io;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, Connection, PgConnection};
use tokio::time::timeout;

use crate::ConnectError;

/// How long a server may take to accept a client.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(1500);

/// Connects once, and reports the exact reason of a failure.
pub(crate) async fn probe(server: &PgConnectOptions) -> Result<(), ConnectError> {
    let why = match timeout(CONNECT_TIMEOUT, connect_once(server)).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => reason(&error),
        Err(_) => format!("no answer within {} ms", CONNECT_TIMEOUT.as_millis()),
    };
    let server = address(server);
    Err(ConnectError::Server { server, why })
}

async fn connect_once(server: &PgConnectOptions) -> Result<(), sqlx::Error> {
    PgConnection::connect_with(server).await?.close().await
}

/// The server's host and port, or its socket.
fn address(server: &PgConnectOptions) -> String {
    match server.get_socket() {
        Some(socket) => format!("{} (port {})", socket.display(), server.get_port()),
        None => format!("{}:{}", server.get_host(), server.get_port()),
    }
}

/// The essential reason: of a server's error only its message, without the source line that the driver adds.
fn reason(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "the connection was closed".to_owned()
        }
        sqlx::Error::Io(error) if error.raw_os_error().is_some() => error.kind().to_string(),
        sqlx::Error::Io(error) => error.to_string(),
        sqlx::Error::Database(error) => error.message().to_owned(),
        error => error.to_string(),
    }
}
