use korotko_core::id::LinkId;
use korotko_core::ports::StoreError;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

/// Whoever takes clicks or changes how many there may be holds the link first: so what one of them decides by the other is what
/// stays.
const HOLD: &str =
    "SELECT count(*) FROM (SELECT id FROM links WHERE id = $1 FOR NO KEY UPDATE) AS held";

/// Few links ever change by it, so that nearly always nothing is written.
const NOTE: &str = "
    UPDATE links SET exhausted = NOT links.exhausted FROM @given
    WHERE links.id = given.link_id AND links.exhausted <> EXISTS
        (SELECT 1 FROM taken_clicks WHERE taken_clicks.link_id = links.id AND taken_clicks.taken >= links.max_clicks)";

/// The condition is that of the row as it is once nobody else changes it.
const TAKE: &str = "
    INSERT INTO taken_clicks (link_id, taken) VALUES ($1, 1)
    ON CONFLICT (link_id) DO UPDATE SET taken = taken_clicks.taken + 1 WHERE taken_clicks.taken < $2";

const PASS: &str = "
    INSERT INTO taken_clicks (link_id, taken, previews) VALUES ($1, 0, 1)
    ON CONFLICT (link_id) DO UPDATE SET previews = taken_clicks.previews + 1
        WHERE taken_clicks.taken < $2 AND taken_clicks.previews < $3";

/// Previews that passed and are not in the totals yet have passed all the same.
const RESET: &str = "
    INSERT INTO taken_clicks (link_id, taken, previews)
    SELECT link_id, clicks - passed, passed FROM
        (SELECT link_id, clicks, CASE WHEN previews < $2 THEN previews ELSE $2 END AS passed
        FROM link_clicks WHERE link_id = $1) AS totals WHERE true
    ON CONFLICT (link_id) DO UPDATE SET taken = excluded.taken,
        previews = CASE WHEN taken_clicks.previews > excluded.previews THEN taken_clicks.previews
            ELSE excluded.previews END";

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn take_click(
        &self,
        link: LinkId,
        most: u64,
        free: u64,
    ) -> Result<bool, StoreError> {
        self.writer()?;
        if most == 0 {
            return Ok(false);
        }
        if self.backend() == DbBackend::Postgres {
            self.number(HOLD, [link.0.into()]).await?;
        }
        if free > 0 {
            let values = [link.0.into(), stored(most).into(), stored(free).into()];
            if self.change(PASS, values).await? > 0 {
                return Ok(true);
            }
        }
        let values = [link.0.into(), stored(most).into()];
        let taken = self.change(TAKE, values).await? > 0;
        if taken {
            self.note_exhausted(&[link.0]).await?;
        }
        Ok(taken)
    }

    pub(super) async fn take_from_totals(&self, link: LinkId, free: u64) -> Result<(), StoreError> {
        let values = [link.0.into(), stored(free).into()];
        self.change(RESET, values).await?;
        self.note_exhausted(&[link.0]).await
    }

    /// Notes of links that this unit holds whether they are exhausted.
    pub(in crate::repositories) async fn note_exhausted(
        &self,
        links: &[i64],
    ) -> Result<(), StoreError> {
        if links.is_empty() {
            return Ok(());
        }
        let links = ValueTable::new("link_id", links.iter().copied());
        let note = links.statement(self.backend(), NOTE, Vec::new());
        self.write(note).await.map(drop)
    }
}
