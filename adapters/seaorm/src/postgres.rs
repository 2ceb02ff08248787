//! The pools of connections to a PostgreSQL server.

use std::time::Duration;

use sea_orm::sqlx::PgPool;
use sea_orm::sqlx::postgres::PgPoolOptions;

use crate::ConnectError;
use crate::connections::{Connections, Pools};
use crate::database_url::Server;
use crate::error::connect_error;
use crate::health::Health;
use crate::options::SeaOptions;
use crate::pool::{Pool, validated_postgres};
use crate::probe::probe;
use crate::server::{Limits, PostgresServer};
use crate::timeouts::Timeouts;

/// How one pool is used.
#[derive(Clone, Copy)]
struct Class {
    name: &'static str,
    connections: u32,
    /// For a connection.
    wait: Duration,
    limits: Limits,
}

/// Opens a pool for each class of statements, so that neither starves the other. The pool of requests connects at once.
pub(crate) async fn connect(
    server: PostgresServer,
    options: &SeaOptions,
) -> Result<Pools, ConnectError> {
    probe(&server.options).await?;
    let requests = Class {
        name: "requests",
        connections: options.max_connections,
        wait: options.acquire_timeout,
        limits: Limits {
            statement: options.statement_timeout,
            lock: options.lock_timeout,
            idle: options.idle_timeout,
        },
    };
    let work = Class {
        name: "work",
        connections: options.long_connections,
        wait: options.long_wait,
        limits: Limits {
            statement: options.long_statement_timeout,
            lock: options.long_wait,
            idle: options.idle_timeout,
        },
    };
    let limited = |class: Class| server.limited(class.limits);
    let first = pool(requests).connect_with(limited(requests).options).await;
    let later = pool(work).connect_lazy_with(limited(work).options);
    Ok(Pools {
        requests: connections(first.map_err(connect_error)?, requests, limited(requests)),
        work: connections(later, work, limited(work)),
    })
}

fn connections(pool: PgPool, class: Class, server: PostgresServer) -> Connections {
    let timeouts = Timeouts {
        begin: class.wait,
        read: class.limits.statement,
        transaction: class.limits.statement,
    };
    let opening = server.opening(class.limits);
    let pool = Pool::new(class.name, pool, Health::default(), timeouts).opening_with(opening);
    Connections {
        readers: pool.clone(),
        look_ups: pool.clone(),
        snapshots: pool.clone(),
        writer: pool,
        server: Server::Postgres(server),
    }
}

fn pool(class: Class) -> PgPoolOptions {
    let pool = PgPoolOptions::new()
        .max_connections(class.connections)
        .acquire_timeout(class.wait);
    validated_postgres(pool)
}
