use std::time::{Duration, Instant};

use korotko_core::click::Day;
use korotko_core::ports::Store;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};

use crate::cpu;
use crate::measure::Place;
use crate::year::{DAYS, Year};

const MEGABYTE: i64 = 1_000_000;

/// How much there is of what is in use, in bytes.
const SQLITE: &str = "SELECT (page_count - freelist_count) * page_size
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
const POSTGRESQL: &str = "SELECT CAST(sum(pg_total_relation_size(oid)) AS bigint) FROM pg_class
    WHERE relname LIKE '%_click_counts' OR relname LIKE '%_click_breakdowns' OR relname LIKE '%_packs'";

/// Packs a year but for its last two days: most of it at once, and then the day of a sweep.
pub async fn measure(place: &Place, year: &Year) {
    let raw = place.raw().await;
    let before = size(&raw).await;
    let whole = pack(place, &raw, Day(year.first_day.0 + DAYS - 3)).await;
    let day = pack(place, &raw, Day(year.first_day.0 + DAYS - 2)).await;
    vacuum(&raw).await;
    println!(
        "Packed in {whole}, and a day more in {day}: {before} MB became {} MB.\n",
        size(&raw).await
    );
}

/// Says what it cost.
async fn pack(place: &Place, raw: &DatabaseConnection, before: Day) -> String {
    let used = cpu::used(raw).await;
    let began = Instant::now();
    let (mut units, mut longest) = (0, Duration::ZERO);
    let mut after = None;
    loop {
        let began = Instant::now();
        let unit = place.store.begin().await.unwrap();
        after = unit.clicks().pack(after, before).await.unwrap();
        unit.commit().await.unwrap();
        units += 1;
        longest = longest.max(began.elapsed());
        if after.is_none() {
            break;
        }
    }
    format!(
        "{:.1} s ({:.1} s of CPU, {units} units, the longest {} ms)",
        began.elapsed().as_secs_f64(),
        cpu::used(raw).await.saturating_sub(used).as_secs_f64(),
        longest.as_millis()
    )
}

/// PostgreSQL's files keep their size otherwise.
async fn vacuum(raw: &DatabaseConnection) {
    if raw.get_database_backend() == DbBackend::Postgres {
        for owner in ["link", "user"] {
            for table in [
                "click_counts",
                "click_breakdowns",
                "count_packs",
                "breakdown_packs",
            ] {
                let sql = format!("VACUUM (FULL, ANALYZE) {owner}_{table}");
                raw.execute_unprepared(&sql).await.unwrap();
            }
        }
    }
}

async fn size(raw: &DatabaseConnection) -> i64 {
    let backend = raw.get_database_backend();
    let sql = match backend {
        DbBackend::Postgres => POSTGRESQL,
        _ => SQLITE,
    };
    let found = raw.query_one_raw(Statement::from_string(backend, sql));
    let bytes: i64 = found.await.unwrap().unwrap().try_get_by_index(0).unwrap();
    bytes / MEGABYTE
}
