use korotko_core::ports::{StoreError, Timestamp};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::SeaStore;
use crate::time::moment;

const NOW: &str = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS now";

impl SeaStore {
    /// The time on the clock of the PostgreSQL server; `None` for a SQLite file, which has no other clock than this machine's.
    pub async fn server_time(&self) -> Result<Option<Timestamp>, StoreError> {
        let connection = self.committed.reader();
        let backend = connection.get_database_backend();
        if backend == DbBackend::Sqlite {
            return Ok(None);
        }
        let now = connection.query_one_raw(Statement::from_string(backend, NOW));
        let row = now.await.map_err(|error| self.committed.fail(error))?;
        let row = row.ok_or_else(|| StoreError::internal("the server tells no time"))?;
        let micros = row.try_get("", "now");
        moment(micros.map_err(|error| self.committed.fail(error))?).map(Some)
    }
}
