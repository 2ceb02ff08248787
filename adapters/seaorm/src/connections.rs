use sea_orm::sqlx::sqlite::SqliteConnectOptions;

use crate::bounded::Bounds;
use crate::pool::Pool;

/// The connections to one database, by class.
pub(crate) struct Pools {
    /// For requests.
    pub(crate) requests: Connections,
    /// For what is long.
    pub(crate) work: Connections,
}

/// The connections to one database for one class of statements.
#[derive(Clone)]
pub(crate) struct Connections {
    /// For reads outside any unit of work.
    pub readers: Pool,
    /// For snapshots; on PostgreSQL the same pool.
    pub snapshots: Pool,
    /// For units of work; on PostgreSQL the same pool.
    pub writer: Pool,
    /// How to open one more connection to a SQLite file, for migrations.
    pub sqlite: Option<SqliteConnectOptions>,
}

impl Connections {
    /// The same connections for another class.
    pub(crate) fn bounded(&self, bounds: Bounds) -> Self {
        Self {
            readers: self.readers.bounded(bounds),
            snapshots: self.snapshots.bounded(bounds),
            writer: self.writer.bounded(bounds),
            sqlite: self.sqlite.clone(),
        }
    }
}
