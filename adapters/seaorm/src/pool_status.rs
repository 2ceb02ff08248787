use sea_orm::DbBackend;
use sea_orm::sqlx::{Database, Pool as Connections};

use crate::meter::CallStatus;
use crate::pool::Pool;

/// A pool of connections, and the calls to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolStatus {
    /// Its name: `requests` or `work` on PostgreSQL; `readers`, `look-ups`, `snapshots` or `writer` on SQLite.
    pub name: &'static str,
    /// How many connections are open.
    pub open: u32,
    /// How many of these are idle.
    pub idle: u32,
    /// The most that may be open.
    pub max: u32,
    /// Beginning a transaction: the wait for a connection, and on SQLite for the lock of the writer.
    pub begins: CallStatus,
    /// Reading outside of transactions: the wait for a connection, and the statement.
    pub reads: CallStatus,
}

impl PoolStatus {
    pub(crate) fn of(pool: &Pool) -> Self {
        let connection = &pool.connection;
        let [open, idle, max] = match connection.get_database_backend() {
            DbBackend::Postgres => sizes(connection.get_postgres_connection_pool()),
            _ => sizes(connection.get_sqlite_connection_pool()),
        };
        Self {
            name: pool.meter.name,
            open,
            idle,
            max,
            begins: pool.meter.begins.status(),
            reads: pool.meter.reads.status(),
        }
    }
}

/// How many connections are open and idle, and the maximum.
fn sizes<DB: Database>(pool: &Connections<DB>) -> [u32; 3] {
    let open = pool.size();
    // Read a moment later.
    let idle = u32::try_from(pool.num_idle()).unwrap_or(open).min(open);
    [open, idle, pool.options().get_max_connections()]
}
