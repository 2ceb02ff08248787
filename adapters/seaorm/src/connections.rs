use crate::database_url::Server;
use crate::pool::Pool;
use crate::timeouts::Timeouts;

/// The connections to one database, by class.
pub(crate) struct Pools {
    /// For requests.
    pub(crate) requests: Connections,
    /// For deferred work, imports and exports.
    pub(crate) work: Connections,
}

/// The connections to one database for one class of statements.
#[derive(Clone)]
pub(crate) struct Connections {
    /// For reads outside any unit of work.
    pub readers: Pool,
    /// For look-ups of routes. On SQLite one connection: it maps the file only once, and no other read keeps redirects waiting. On
    /// PostgreSQL the same pool.
    pub look_ups: Pool,
    /// For snapshots; on PostgreSQL the same pool.
    pub snapshots: Pool,
    /// For units of work; on PostgreSQL the same pool.
    pub writer: Pool,
    /// How to open another connection.
    pub server: Server,
}

impl Connections {
    /// The pools; some may be the same.
    pub(crate) fn pools(&self) -> [&Pool; 4] {
        [&self.readers, &self.look_ups, &self.snapshots, &self.writer]
    }

    /// The same connections for another class.
    pub(crate) fn with_timeouts(&self, timeouts: Timeouts) -> Self {
        Self {
            readers: self.readers.with_timeouts(timeouts),
            look_ups: self.look_ups.with_timeouts(timeouts),
            snapshots: self.snapshots.with_timeouts(timeouts),
            writer: self.writer.with_timeouts(timeouts),
            server: self.server.clone(),
        }
    }
}
