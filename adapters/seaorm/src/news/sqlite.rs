//! Hearing on SQLite: announced changes are rows, which a connection reads several times a second.

use std::convert::Infallible;
use std::time::Duration;

use korotko_core::ports::{Clock, NewsListener};
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions};

use super::health::{Health, Lost};
use super::hearing::Hearing;

/// How often the rows are read: often enough that nothing cached is ever older than the age at which it is refreshed.
const PERIOD: Duration = Duration::from_millis(200);

/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(1);

const LAST: &str = "SELECT coalesce(max(id), 0) FROM news";

const SINCE: &str = "SELECT id, changes FROM news WHERE id > $1 ORDER BY id";

/// Hears the changes of all processes on this file; never returns.
pub(crate) async fn listen(
    file: &SqliteConnectOptions,
    clock: &dyn Clock,
    listener: &dyn NewsListener,
) -> Infallible {
    let health = Health::default();
    loop {
        let Err(cause) = listen_once(file, clock, listener, &health).await;
        health.lost(&cause);
        clock.sleep(PAUSE).await;
    }
}

async fn listen_once(
    file: &SqliteConnectOptions,
    clock: &dyn Clock,
    listener: &dyn NewsListener,
    health: &Health,
) -> Result<Infallible, Lost> {
    let reader = file.clone().pragma("query_only", "on");
    let mut reader = reader.connect().await?;
    let mut last: i64 = sqlx::query_scalar(LAST).fetch_one(&mut reader).await?;
    let hearing = Hearing::new(clock, listener);
    loop {
        let until = clock.uptime();
        let rows = sqlx::query_as(SINCE).bind(last).fetch_all(&mut reader);
        let rows: Vec<(i64, String)> = rows.await?;
        for (id, changes) in rows {
            if id != last + 1 {
                hearing.missed();
            }
            hearing.changed(&changes);
            last = id;
        }
        hearing.complete(until);
        health.heard();
        clock.sleep(PERIOD).await;
    }
}
