//! The pools of connections to a PostgreSQL server.

use std::time::Duration;

use sea_orm::sqlx::PgPool;
use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::ConnectError;
use crate::connections::{Connections, Pools};
use crate::database_url::Server;
use crate::error::connect_error;
use crate::health::Health;
use crate::options::SeaOptions;
use crate::pool::{Pool, validated_postgres};
use crate::probe::probe;
use crate::timeouts::Timeouts;

/// How much earlier the server ends a statement than the caller, so that the caller learns the cause; a tenth of short timeouts.
const MARGIN: Duration = Duration::from_millis(500);

/// How one pool is used.
#[derive(Clone, Copy)]
struct Class {
    connections: u32,
    /// For a connection.
    wait: Duration,
    /// For a lock.
    lock: Duration,
    statement: Duration,
}

/// Opens a pool for each class of statements, so that neither starves the other. The pool of requests connects at once.
pub(crate) async fn connect(
    server: PgConnectOptions,
    options: &SeaOptions,
) -> Result<Pools, ConnectError> {
    probe(&server).await?;
    let requests = Class {
        connections: options.max_connections,
        wait: options.acquire_timeout,
        lock: options.lock_timeout,
        statement: options.statement_timeout,
    };
    let work = Class {
        connections: options.long_connections,
        wait: options.long_wait,
        lock: options.long_wait,
        statement: options.long_statement_timeout,
    };
    let settings = |class| with_settings(server.clone(), class, options.idle_timeout);
    let server_of = |class| Server::Postgres(settings(class));
    let first = pool(requests).connect_with(settings(requests)).await;
    let later = pool(work).connect_lazy_with(settings(work));
    Ok(Pools {
        requests: connections(first.map_err(connect_error)?, requests, server_of(requests)),
        work: connections(later, work, server_of(work)),
    })
}

fn connections(pool: PgPool, class: Class, server: Server) -> Connections {
    let timeouts = Timeouts {
        begin: class.wait,
        read: class.statement,
        transaction: class.statement,
    };
    let pool = Pool::new(pool, Health::default(), timeouts);
    Connections {
        readers: pool.clone(),
        snapshots: pool.clone(),
        writer: pool,
        server,
    }
}

fn pool(class: Class) -> PgPoolOptions {
    let pool = PgPoolOptions::new()
        .max_connections(class.connections)
        .acquire_timeout(class.wait);
    validated_postgres(pool)
}

/// Adds the settings that the URL does not have.
fn with_settings(mut server: PgConnectOptions, class: Class, idle: Duration) -> PgConnectOptions {
    if server.get_application_name().is_none() {
        server = server.application_name("korotko");
    }
    let given = server.get_options().unwrap_or_default().to_owned();
    let statement = class
        .statement
        .saturating_sub(MARGIN.min(class.statement / 10));
    let milliseconds = [
        ("statement_timeout", statement),
        ("lock_timeout", class.lock),
        ("idle_in_transaction_session_timeout", idle),
    ];
    let milliseconds = milliseconds.map(|(name, timeout)| (name, timeout.as_millis()));
    // In seconds, set on the server, since the driver does not expose its socket: the server releases the locks of a vanished
    // client within a minute, and network devices in between see that the connection is in use.
    let keepalive = [
        ("tcp_keepalives_idle", 30),
        ("tcp_keepalives_interval", 10),
        ("tcp_keepalives_count", 3),
    ];
    // Compiling a statement that counts thousands of clicks takes longer than it saves.
    let compiler = [("jit", 0)];
    let missing = milliseconds
        .into_iter()
        .chain(keepalive)
        .chain(compiler)
        .filter(|(name, _)| !given.contains(name));
    server.options(missing)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "test code")]

    use super::*;

    fn settings(url: &str) -> String {
        let class = Class {
            connections: 1,
            wait: Duration::from_secs(1),
            lock: Duration::from_secs(5),
            statement: Duration::from_secs(2),
        };
        let server = with_settings(url.parse().unwrap(), class, Duration::from_mins(1));
        assert_eq!(server.get_application_name(), Some("mine"));
        server.get_options().unwrap().to_owned()
    }

    #[test]
    fn settings_in_the_url_override_the_defaults() {
        let settings = settings(
            "postgres://a@127.0.0.1/b?options=-c%20statement_timeout%3D7&application_name=mine",
        );
        assert_eq!(settings.matches("statement_timeout").count(), 1);
        assert!(settings.contains("lock_timeout=5000"), "{settings}");
    }

    #[test]
    fn the_server_ends_a_statement_before_the_caller_does() {
        let settings = settings("postgres://a@127.0.0.1/b?application_name=mine");
        assert!(settings.contains("statement_timeout=1800"), "{settings}");
        assert!(settings.contains("tcp_keepalives_idle=30"), "{settings}");
    }
}
