use std::time::{Duration, Instant};

use korotko_core::click::Day;
use korotko_core::ports::Store;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::cpu;
use crate::measure::Database;

const MEGABYTE: i64 = 1_000_000;

/// The bytes in use.
const SQLITE: &str = "SELECT (page_count - freelist_count) * page_size
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
const POSTGRESQL: &str = "SELECT CAST(pg_total_relation_size('rollups') AS bigint)";

/// The cost of compaction so far.
#[derive(Debug, Default)]
pub struct Compaction {
    units: u32,
    longest: Duration,
    elapsed: Duration,
    cpu: Duration,
}

impl Compaction {
    /// Compacts the roll-ups before this day.
    pub async fn run(&mut self, database: &Database, raw: &DatabaseConnection, before: Day) {
        let used = cpu::used(raw).await;
        let began = Instant::now();
        loop {
            let began = Instant::now();
            let unit = database.store.begin().await.unwrap();
            let is_left = unit.clicks().compact(before).await.unwrap();
            unit.commit().await.unwrap();
            if !is_left {
                break;
            }
            self.units += 1;
            self.longest = self.longest.max(began.elapsed());
        }
        self.elapsed += began.elapsed();
        self.cpu += cpu::used(raw).await.saturating_sub(used);
    }

    pub fn print(&self, name: &str, clicks: usize) {
        let clicks = f64::from(u32::try_from(clicks).unwrap());
        let each = |spent: Duration| spent.as_secs_f64() * 1e6 / clicks;
        println!(
            "{name}: compacted day by day, {:.1} µs of CPU a click ({:.1} elapsed), {} units, the longest {} ms.",
            each(self.cpu),
            each(self.elapsed),
            self.units,
            self.longest.as_millis()
        );
    }
}

/// Prints the size of the roll-ups, on SQLite of the file.
pub async fn print_size(raw: &DatabaseConnection) {
    let backend = raw.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => {
            // Otherwise the files keep their size.
            let vacuum = "VACUUM (FULL, ANALYZE) rollups";
            raw.execute_unprepared(vacuum).await.unwrap();
            POSTGRESQL
        }
        _ => SQLITE,
    };
    let number = async |sql: &str| -> i64 {
        let found = raw.query_one_raw(Statement::from_string(backend, sql));
        found.await.unwrap().unwrap().try_get_by_index(0).unwrap()
    };
    let bytes = number(sql).await;
    let rows = number("SELECT count(*) FROM rollups").await;
    println!("Roll-ups: {} MB, {rows} rows.\n", bytes / MEGABYTE);
}
