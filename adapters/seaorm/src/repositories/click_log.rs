use async_trait::async_trait;
use korotko_core::click::Day;
use korotko_core::id::LinkId;
use korotko_core::ports::{
    BegunPart, ClickLogId, ClickLogRepository, LogOffset, StoreError, Timestamp,
};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Statement, Value};

use crate::number::stored;
use crate::session::Session;
use crate::time::micros;

const FIND: &str = "SELECT position, part_end, part_link FROM click_logs WHERE log = $1";

const INSERT: &str = "
    INSERT INTO click_logs (log, updated_at, position, part_end, part_link) VALUES ($1, $2, $3, $4, $5)";

const UPDATE: &str = "
    UPDATE click_logs SET updated_at = $2, position = $3, part_end = $4, part_link = $5
    WHERE log = $1 AND position = $6 AND part_end = $7 AND part_link = $8";

const DELETE: &str = "DELETE FROM click_logs WHERE updated_at <= $1";

const ADD_DROPPED: &str = "
    INSERT INTO dropped_clicks (day, clicks) VALUES ($1, $2)
    ON CONFLICT (day) DO UPDATE SET clicks = dropped_clicks.clicks + excluded.clicks";

const COUNT_DROPPED: &str =
    "SELECT CAST(coalesce(sum(clicks), 0) AS bigint) FROM dropped_clicks WHERE day >= $1";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickLogRepository for Session<C> {
    async fn find_offset(&self, log: ClickLogId) -> Result<Option<LogOffset>, StoreError> {
        let sql = format!("{FIND} {}", self.locking("FOR UPDATE"));
        let values = [log.to_string().into()];
        let find = Statement::from_sql_and_values(self.backend(), sql, values);
        let found = self.read(find, numbers).await?.into_iter().next();
        found.map(offset).transpose()
    }

    async fn set_offset(
        &self,
        log: ClickLogId,
        before: Option<LogOffset>,
        offset: LogOffset,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut values: Vec<Value> = vec![log.to_string().into(), micros(now).into()];
        values.extend(columns(offset).map(Value::from));
        let Some(before) = before else {
            return self.change(INSERT, values).await.map(drop);
        };
        values.extend(columns(before).map(Value::from));
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

/// The columns of an offset: a part that is begun ends after it, so that 0 is none.
fn columns(offset: LogOffset) -> [i64; 3] {
    let begun = offset.begun;
    let (end, link) = begun.map_or((0, 0), |begun| (stored(begun.until), begun.link.0));
    [stored(offset.offset), end, link]
}

fn numbers(row: &QueryResult) -> Result<[i64; 3], DbErr> {
    let number = |column: usize| row.try_get_by_index(column);
    Ok([number(0)?, number(1)?, number(2)?])
}

fn offset([position, end, link]: [i64; 3]) -> Result<LogOffset, StoreError> {
    let bytes = |number: i64| u64::try_from(number).map_err(StoreError::internal);
    let begun = BegunPart {
        until: bytes(end)?,
        link: LinkId(link),
    };
    Ok(LogOffset {
        offset: bytes(position)?,
        begun: Some(begun).filter(|begun| begun.until > 0),
    })
}
