use std::fs;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// The clock ticks per second of the kernel's process times.
const TICKS: u64 = 100;

/// The CPU time of this process so far, and on PostgreSQL of its connections' server processes. Not of autovacuum, whose processes come
/// and go between two measurements.
pub async fn used(raw: &DatabaseConnection) -> Duration {
    let mut ticks = ticks_of("self");
    if raw.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pid FROM pg_stat_activity
            WHERE datname = current_database() AND backend_type = 'client backend'";
        let rows = raw.query_all_raw(Statement::from_string(DbBackend::Postgres, sql));
        for row in rows.await.unwrap() {
            ticks += ticks_of(&row.try_get::<i32>("", "pid").unwrap().to_string());
        }
    }
    Duration::from_millis(ticks * 1_000 / TICKS)
}

fn ticks_of(process: &str) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, which may contain any character, is in brackets; fields 14 and 15 are the user and system times.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let fields = fields.split_whitespace().skip(11).take(2);
    fields.map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}
