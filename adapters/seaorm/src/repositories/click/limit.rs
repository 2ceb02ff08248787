use korotko_core::id::LinkId;
use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

/// Units that consume clicks or change the limit lock the link first, so that each decides by the final state of the other.
const LOCK: &str =
    "SELECT count(*) FROM (SELECT id FROM links WHERE id = $1 FOR NO KEY UPDATE) AS locked";

/// Rarely changes a link, so that almost always nothing is written.
const UPDATE_EXHAUSTED: &str = "
    UPDATE links SET exhausted = NOT links.exhausted FROM @given
    WHERE links.id = given.link_id AND links.exhausted <> EXISTS
        (SELECT 1 FROM consumed_clicks WHERE consumed_clicks.link_id = links.id AND consumed_clicks.consumed >= links.max_clicks)";

/// The condition applies to the row once no other unit changes it.
const CONSUME: &str = "
    INSERT INTO consumed_clicks (link_id, consumed) VALUES ($1, 1)
    ON CONFLICT (link_id) DO UPDATE SET consumed = consumed_clicks.consumed + 1 WHERE consumed_clicks.consumed < $2";

const CONSUME_FREE: &str = "
    INSERT INTO consumed_clicks (link_id, consumed, previews) VALUES ($1, 0, 1)
    ON CONFLICT (link_id) DO UPDATE SET previews = consumed_clicks.previews + 1
        WHERE consumed_clicks.consumed < $2 AND consumed_clicks.previews < $3";

/// Free previews that are not in the totals yet stay counted.
const RESET: &str = "
    INSERT INTO consumed_clicks (link_id, consumed, previews)
    SELECT link_id, clicks - passed, passed FROM
        (SELECT link_id, clicks, CASE WHEN previews < $2 THEN previews ELSE $2 END AS passed
        FROM link_clicks WHERE link_id = $1) AS totals WHERE true
    ON CONFLICT (link_id) DO UPDATE SET consumed = excluded.consumed,
        previews = CASE WHEN consumed_clicks.previews > excluded.previews THEN consumed_clicks.previews
            ELSE excluded.previews END";

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn consume_click(
        &self,
        link: LinkId,
        max: u64,
        free: u64,
    ) -> Result<bool, StoreError> {
        self.writer()?;
        if max == 0 {
            return Ok(false);
        }
        if self.backend() == DbBackend::Postgres {
            self.number(LOCK, [link.0.into()]).await?;
        }
        if free > 0 {
            let values = [link.0.into(), stored(max).into(), stored(free).into()];
            if self.change(CONSUME_FREE, values).await? > 0 {
                return Ok(true);
            }
        }
        let values = [link.0.into(), stored(max).into()];
        let consumed = self.change(CONSUME, values).await? > 0;
        if consumed {
            self.update_exhausted(&[link.0]).await?;
        }
        Ok(consumed)
    }

    pub(super) async fn reset_consumed_clicks(
        &self,
        link: LinkId,
        free: u64,
    ) -> Result<(), StoreError> {
        let values = [link.0.into(), stored(free).into()];
        self.change(RESET, values).await?;
        self.update_exhausted(&[link.0]).await
    }

    /// Updates whether links that this unit has locked are exhausted.
    pub(in crate::repositories) async fn update_exhausted(
        &self,
        links: &[i64],
    ) -> Result<(), StoreError> {
        if links.is_empty() {
            return Ok(());
        }
        let links = ValueTable::new("link_id", links.iter().copied());
        let update = links.statement(self.backend(), UPDATE_EXHAUSTED, Vec::new());
        self.write(update).await.map(drop)
    }
}
