use std::fmt;

use async_trait::async_trait;
use chrono::TimeDelta;
use korotko_core::ports::{Bucket, RateDecision, RateLimiter, StoreError, Timestamp};
use korotko_core::rate_limit::{Quota, RateKey};
use sea_orm::{DbBackend, DbErr, QueryResult, Statement, Value};

use crate::number::stored;
use crate::pool::Pool;
use crate::reads::Reads;
use crate::session::Session;
use crate::store::SeaStore;
use crate::time::{micros, moment};
use crate::timeouts::TimedConnection;
use crate::value_table::ValueTable;

/// The arithmetic of [`Quota`] for all buckets of a decision in one statement. `step` is the interval of the quota and `period` its
/// period, in microseconds, and $1 is now. Nothing is written if a bucket has no use left. The condition of the update is decided
/// again once the row is locked, so concurrent statements never take more than there is. All lock in the order of the keys.
const TAKE: &str = "
    WITH bucket AS (
        SELECT key, step, period FROM @given
    ), before AS (
        SELECT bucket.*, least(greatest(coalesce(kept.full_at, $1), $1), $1 + period) AS full_at
        FROM bucket LEFT JOIN rate_limits AS kept USING (key)
    ), taken AS (
        INSERT INTO rate_limits AS kept (key, full_at)
        SELECT key, full_at + step FROM before
        WHERE (SELECT bool_and(full_at + step <= $1 + period) FROM before)
        ORDER BY key
        ON CONFLICT (key) DO UPDATE SET full_at = (
            SELECT least(greatest(kept.full_at, $1), $1 + period) + step FROM bucket WHERE bucket.key = kept.key
        ) WHERE (
            SELECT least(greatest(kept.full_at, $1), $1 + period) + step <= $1 + period
            FROM bucket WHERE bucket.key = kept.key
        )
        RETURNING key, full_at
    )
    SELECT before.key, before.full_at, taken.full_at FROM before LEFT JOIN taken USING (key)";

/// Locks in the order of the keys, as [`TAKE`] does.
const RESET: &str = "
    DELETE FROM rate_limits WHERE key IN (
        SELECT kept.key FROM rate_limits AS kept JOIN @given USING (key) ORDER BY kept.key FOR UPDATE OF kept
    )";

/// Those that are in use are not full for long.
const DELETE_FULL: &str = "
    DELETE FROM rate_limits WHERE key IN (
        SELECT key FROM rate_limits WHERE full_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED
    )";

/// Remembers what was used of buckets on PostgreSQL, for all nodes. Each decision is one statement.
pub struct SeaRateLimiter {
    session: Session<TimedConnection<Reads>>,
    pool: Pool,
}

/// What a statement says of a key: when it was full before, and after a use, if one was taken.
struct Row {
    key: Vec<u8>,
    before: i64,
    taken: Option<i64>,
}

impl SeaStore {
    /// The rate limiter of all nodes, on PostgreSQL. `None` on SQLite, where there is usually one node, whose memory costs less than
    /// another write for each request.
    #[must_use]
    pub fn rate_limiter(&self) -> Option<SeaRateLimiter> {
        let pool = self.connections.writer.clone();
        let session = Session::of_pool(pool.clone());
        (session.backend() == DbBackend::Postgres).then_some(SeaRateLimiter { session, pool })
    }
}

impl SeaRateLimiter {
    async fn run<T>(
        &self,
        statement: Statement,
        read: impl Fn(&QueryResult) -> Result<T, DbErr> + Send,
    ) -> Result<Vec<T>, StoreError> {
        self.pool.health.refuse_damaged()?;
        self.session.read(statement, read).await
    }

    /// A statement with a table of keys.
    fn with_keys(&self, sql: &str, given: ValueTable, values: Vec<Value>) -> Statement {
        given.statement(self.session.backend(), sql, values)
    }
}

#[async_trait]
impl RateLimiter for SeaRateLimiter {
    async fn take(&self, buckets: &[Bucket], now: Timestamp) -> Result<RateDecision, StoreError> {
        let quotas = || buckets.iter().map(|bucket| bucket.quota);
        let given = keys(buckets.iter().map(|bucket| bucket.key))
            .numbers("step", quotas().map(|quota| length(quota.interval())))
            .numbers("period", quotas().map(|quota| length(quota.period())));
        let statement = self.with_keys(TAKE, given, vec![micros(now).into()]);
        let rows = self.run(statement, |row| {
            Ok(Row {
                key: row.try_get_by_index(0)?,
                before: row.try_get_by_index(1)?,
                taken: row.try_get_by_index(2)?,
            })
        });
        decide(buckets, &rows.await?, now)
    }

    async fn reset(&self, reset: &[RateKey]) -> Result<(), StoreError> {
        let statement = self.with_keys(RESET, keys(reset.iter().copied()), Vec::new());
        self.run(statement, |_| Ok(())).await.map(drop)
    }

    async fn delete_full(&self, now: Timestamp, limit: u64) -> Result<u64, StoreError> {
        let values = [micros(now).into(), stored(limit).into()];
        let sql =
            format!("WITH deleted AS ({DELETE_FULL} RETURNING 1) SELECT count(*) FROM deleted");
        let statement = Statement::from_sql_and_values(self.session.backend(), sql, values);
        let counted = self.run(statement, |row| row.try_get_by_index::<i64>(0));
        let counted = counted.await?.into_iter().next().unwrap_or_default();
        u64::try_from(counted).map_err(StoreError::internal)
    }
}

/// A table of keys.
fn keys(keys: impl Iterator<Item = RateKey>) -> ValueTable {
    ValueTable::default().bytes("key", keys.map(|key| key.as_bytes().to_vec()).collect())
}

fn length(time: TimeDelta) -> i64 {
    time.num_microseconds().unwrap_or(i64::MAX)
}

fn decide(buckets: &[Bucket], rows: &[Row], now: Timestamp) -> Result<RateDecision, StoreError> {
    let find = |bucket: &Bucket| {
        let mut rows = rows.iter();
        let row = rows.find(|row| row.key == bucket.key.as_bytes());
        row.ok_or_else(|| StoreError::internal("a bucket was not decided"))
    };
    let rows = buckets.iter().map(find).collect::<Result<Vec<_>, _>>()?;
    let each = || buckets.iter().map(|bucket| bucket.quota).zip(&rows);
    let had_a_use = |(quota, row): (Quota, &&Row)| {
        let before = moment(row.before)?;
        Ok::<_, StoreError>(quota.take(Some(before), now).is_some())
    };
    let had_uses = each().map(had_a_use).collect::<Result<Vec<_>, _>>()?;
    // If each had a use, others took the last one just before.
    let is_taken_by_others = had_uses.iter().all(|had| *had);
    let standing = |(quota, row): (Quota, &&Row)| {
        let full_at = match row.taken {
            Some(taken) => moment(taken)?,
            None if is_taken_by_others => now + quota.period(),
            None => moment(row.before)?,
        };
        Ok::<_, StoreError>(quota.standing(Some(full_at), now))
    };
    Ok(RateDecision {
        allowed: rows.iter().all(|row| row.taken.is_some()),
        standings: each().map(standing).collect::<Result<_, _>>()?,
    })
}

impl fmt::Debug for SeaRateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SeaRateLimiter").finish_non_exhaustive()
    }
}
