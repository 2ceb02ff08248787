//! Repeats the look-up of a route on a SQLite file, without anything else: what a request whose route is not in
//! memory is compared with.
//!
//! ```text
//! korotko-bare-sqlx FILE STATEMENT FIRST COUNT CONNECTIONS SECONDS
//! ```
//!
//! `STATEMENT` is that of Korotko: `$1` is the global namespace, `$2` a slug, here one of the `COUNT` numbers from `FIRST`. Prints
//! the number of look-ups and the seconds they took, as JSON.

use std::error::Error;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use tokio::task::JoinSet;

/// As in the adapter of Korotko.
const ROW_BUFFER: usize = 1_000;
const MMAP_SIZE: &str = "2147418112";

struct Loop {
    file: SqliteConnectOptions,
    statement: Arc<str>,
    first: u64,
    count: u64,
    end: Instant,
}

impl Loop {
    /// Looks up slugs until the end; returns how many.
    async fn run(&self, seed: u64) -> Result<u64, sqlx::Error> {
        let mut connection = self.file.connect().await?;
        let (mut done, mut random) = (0, seed);
        while Instant::now() < self.end {
            // The multiplier of Knuth's MMIX; its upper bits are random enough.
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let slug = self.first + (random >> 33) % self.count;
            let query = sqlx::query(AssertSqlSafe(self.statement.clone()));
            let query = query.bind(0_i64).bind(slug.to_string());
            let row = query.fetch_one(&mut connection).await?;
            let _: i64 = row.try_get(0)?;
            done += 1;
        }
        Ok(done)
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, statement, first, count, connections, seconds] = arguments.as_slice() else {
        return Err(
            "usage: korotko-bare-sqlx FILE STATEMENT FIRST COUNT CONNECTIONS SECONDS".into(),
        );
    };
    let file = SqliteConnectOptions::new().filename(file);
    let began = Instant::now();
    let work = Arc::new(Loop {
        file: file
            .row_buffer_size(ROW_BUFFER)
            .pragma("query_only", "on")
            .pragma("mmap_size", MMAP_SIZE),
        statement: Arc::from(statement.as_str()),
        first: first.parse()?,
        count: count.parse()?,
        end: began + Duration::from_secs(u64::from_str(seconds)?),
    });
    let mut tasks = JoinSet::new();
    for seed in 0..connections.parse()? {
        let work = work.clone();
        tasks.spawn(async move { work.run(seed).await });
    }
    let mut done = 0;
    while let Some(ended) = tasks.join_next().await {
        done += ended??;
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(r#"{{"requests": {done}, "seconds": {seconds:.6}}}"#);
    Ok(())
}
