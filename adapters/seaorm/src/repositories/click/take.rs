use korotko_core::id::LinkId;
use korotko_core::ports::StoreError;
use sea_orm::ConnectionTrait;

use crate::rollup::stored;
use crate::session::Session;

/// The condition is that of the row as it is once nobody else changes it.
const TAKE: &str = "
    INSERT INTO taken_clicks (link_id, taken) VALUES ($1, 1)
    ON CONFLICT (link_id) DO UPDATE SET taken = taken_clicks.taken + 1 WHERE taken_clicks.taken < $2";

const RESET: &str = "
    INSERT INTO taken_clicks (link_id, taken) SELECT link_id, clicks FROM link_clicks WHERE link_id = $1
    ON CONFLICT (link_id) DO UPDATE SET taken = excluded.taken";

impl<C: ConnectionTrait> Session<C> {
    pub(super) async fn take_click(&self, link: LinkId, most: u64) -> Result<bool, StoreError> {
        self.writer()?;
        if most == 0 {
            return Ok(false);
        }
        let values = [link.0.into(), stored(most).into()];
        Ok(self.change(TAKE, values).await? > 0)
    }

    pub(super) async fn take_from_totals(&self, link: LinkId) -> Result<(), StoreError> {
        self.change(RESET, [link.0.into()]).await.map(drop)
    }
}
