//! Counting clicks. Units that count are serialised across all nodes: a part of a log is folded in a fraction of a second, and
//! most writes concern the rows of the same busy links and owners.

mod add;
mod compact;
mod limit;
mod visits;

use async_trait::async_trait;
use korotko_core::click::{Day, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{ClickRepository, StoreError, Visit};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::session::Session;
use crate::value_table::ValueTable;

/// The owner of a link is also stored with its totals; -1 for none. Reads link by link: for some thousands the planner would read the whole
/// table.
const OWNERS_POSTGRESQL: &str = "
    SELECT found.link_id AS a, coalesce(found.owner_id, -1) AS b, ''::bytea AS data
    FROM @given CROSS JOIN LATERAL
        (SELECT * FROM link_clicks WHERE link_id = given.link_id OFFSET 0) AS found";

const OWNERS_SQLITE: &str = "
    SELECT found.link_id AS a, coalesce(found.owner_id, -1) AS b, x'' AS data
    FROM @given CROSS JOIN link_clicks AS found WHERE found.link_id = given.link_id";

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickRepository for Session<C> {
    async fn lock_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        self.lock_counting().await?;
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let links = ValueTable::new("link_id", links.iter().map(|link| link.0));
        let sql = match self.backend() {
            DbBackend::Postgres => OWNERS_POSTGRESQL,
            _ => OWNERS_SQLITE,
        };
        let found = self.read_blobs(links, sql, Vec::new()).await?.into_iter();
        let owners = found.map(|(link, owner, _)| {
            let owner = Some(owner).filter(|owner| *owner >= 0);
            (LinkId(link), owner.map(UserId))
        });
        Ok(owners.collect())
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        self.writer()?;
        if visits.is_empty() {
            return Ok(Vec::new());
        }
        self.record_visits(visits).await
    }

    async fn add(&self, tallies: &[Tally]) -> Result<(), StoreError> {
        self.writer()?;
        if tallies.is_empty() {
            return Ok(());
        }
        self.add_tallies(tallies).await
    }

    async fn consume(&self, link: LinkId, max: u64, free: u64) -> Result<bool, StoreError> {
        self.consume_click(link, max, free).await
    }

    async fn reset_consumed(&self, link: LinkId, free: u64) -> Result<(), StoreError> {
        self.reset_consumed_clicks(link, free).await
    }

    async fn compact(&self, before: Day) -> Result<bool, StoreError> {
        self.compact_some(before).await
    }

    async fn delete_visits(&self, before: Day, limit: u64) -> Result<u64, StoreError> {
        self.delete_old_visits(before, limit).await
    }
}
