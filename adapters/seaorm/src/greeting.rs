//! Meeting a PostgreSQL server before anything is built on it. A pool would try again and again, and then only tell that it
//! waited.

use std::io;
use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::{self, Connection, PgConnection};
use tokio::time::timeout;

use crate::ConnectError;

/// How long a server may take to let a client in.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Connects once, and says exactly why that cannot be.
pub(crate) async fn greet(server: &PgConnectOptions) -> Result<(), ConnectError> {
    let why = match timeout(PATIENCE, visit(server)).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => reason(&error),
        Err(_) => format!("no answer within {} ms", PATIENCE.as_millis()),
    };
    let server = address(server);
    Err(ConnectError::Server { server, why })
}

async fn visit(server: &PgConnectOptions) -> Result<(), sqlx::Error> {
    PgConnection::connect_with(server).await?.close().await
}

/// Where the server is: host and port, or its socket.
fn address(server: &PgConnectOptions) -> String {
    match server.get_socket() {
        Some(socket) => format!("{} (port {})", socket.display(), server.get_port()),
        None => format!("{}:{}", server.get_host(), server.get_port()),
    }
}

/// The heart of it: of what the server says its message alone, without the line of its source that the driver adds.
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
