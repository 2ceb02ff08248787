use std::fs;
use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

/// How many ticks a second has, as the kernel tells times to programs.
const TICKS: u64 = 100;

/// What this process used so far, and on PostgreSQL those that serve it.
pub async fn used(raw: &DatabaseConnection) -> Duration {
    let mut ticks = of("self");
    if raw.get_database_backend() == DbBackend::Postgres {
        let sql = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()";
        let rows = raw.query_all_raw(Statement::from_string(DbBackend::Postgres, sql));
        for row in rows.await.unwrap() {
            ticks += of(&row.try_get::<i32>("", "pid").unwrap().to_string());
        }
    }
    Duration::from_millis(ticks * 1_000 / TICKS)
}

fn of(process: &str) -> u64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name, which may hold anything, stands in brackets; the 14th and 15th fields are the times as user and as system.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let fields = fields.split_whitespace().skip(11).take(2);
    fields.map(|ticks| ticks.parse::<u64>().unwrap()).sum()
}
