use async_trait::async_trait;
use korotko_core::click::Day;
use korotko_core::ports::{ClickLogId, ClickLogRepository, StoreError, Timestamp};
use sea_orm::{ConnectionTrait, Value};

use crate::number::stored;
use crate::session::Session;
use crate::time::micros;

const INSERT: &str = "INSERT INTO click_logs (log, position, updated_at) VALUES ($1, $2, $3)";

const UPDATE: &str =
    "UPDATE click_logs SET position = $2, updated_at = $3 WHERE log = $1 AND position = $4";

const DELETE: &str = "DELETE FROM click_logs WHERE updated_at <= $1";

const ADD_DROPPED: &str = "
    INSERT INTO dropped_clicks (day, clicks) VALUES ($1, $2)
    ON CONFLICT (day) DO UPDATE SET clicks = dropped_clicks.clicks + excluded.clicks";

const COUNT_DROPPED: &str =
    "SELECT CAST(coalesce(sum(clicks), 0) AS bigint) FROM dropped_clicks WHERE day >= $1";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickLogRepository for Session<C> {
    async fn find_offset(&self, log: ClickLogId) -> Result<Option<u64>, StoreError> {
        let lock = self.locking("FOR UPDATE");
        let sql = format!("SELECT position FROM click_logs WHERE log = $1 {lock}");
        self.number(&sql, [log.to_string().into()]).await
    }

    async fn set_offset(
        &self,
        log: ClickLogId,
        before: Option<u64>,
        position: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut values: Vec<Value> = vec![
            log.to_string().into(),
            stored(position).into(),
            micros(now).into(),
        ];
        let Some(before) = before else {
            return self.change(INSERT, values).await.map(drop);
        };
        values.push(stored(before).into());
        match self.change(UPDATE, values).await? {
            0 => Err(self.refuse(StoreError::Conflict)),
            _ => Ok(()),
        }
    }

    async fn add_dropped(&self, day: Day, clicks: u64) -> Result<(), StoreError> {
        let values = [day.0.into(), stored(clicks).into()];
        self.change(ADD_DROPPED, values).await.map(drop)
    }

    async fn count_dropped(&self, since: Day) -> Result<u64, StoreError> {
        let count = self.number(COUNT_DROPPED, [since.0.into()]).await?;
        Ok(count.unwrap_or_default())
    }

    async fn delete_offsets(&self, until: Timestamp) -> Result<u64, StoreError> {
        self.change(DELETE, [micros(until).into()]).await
    }
}
