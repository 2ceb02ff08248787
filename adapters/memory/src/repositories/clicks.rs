use async_trait::async_trait;
use korotko_core::click::{Click, Day, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{ClickRepository, PackCursor, Shard, StoreError, Timestamp, Visit};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl ClickRepository for Rows {
    async fn hold_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        self.read_for_update(|state| {
            let found = links.iter().filter_map(|id| state.links.find(*id));
            found.map(|link| (link.id, link.owner)).collect()
        })
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        self.write(|state| {
            let visits = visits.iter().copied();
            Ok(visits
                .map(|visit| state.clicks.insert_visit(visit))
                .collect())
        })
    }

    /// Units come one after the other, so all shards are one.
    async fn add(&self, _shard: Shard, tallies: &[Tally]) -> Result<(), StoreError> {
        self.write(|state| {
            for tally in tallies {
                state.refuse_unknown_link(tally.link)?;
                state.refuse_unknown(tally.owner)?;
                state.add_tally(tally);
            }
            Ok(())
        })
    }

    async fn insert(&self, clicks: &[Click]) -> Result<(), StoreError> {
        self.write(|state| {
            for click in clicks {
                state.clicks.keep(click.clone());
            }
            Ok(())
        })
    }

    async fn take(&self, link: LinkId, most: u64, free: u64) -> Result<bool, StoreError> {
        self.write(|state| {
            state.refuse_unknown_link(link)?;
            let taken = state.clicks.take(link, most, free);
            state.note_taken(link);
            Ok(taken)
        })
    }

    async fn reset_taken(&self, link: LinkId, free: u64) -> Result<(), StoreError> {
        self.write(|state| state.reset_taken(link, free))
    }

    /// There is one form here.
    async fn pack(
        &self,
        _after: Option<PackCursor>,
        _before: Day,
    ) -> Result<Option<PackCursor>, StoreError> {
        Ok(None)
    }

    async fn delete_old(
        &self,
        clicks_before: Timestamp,
        visits_before: Day,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let limit = some(limit);
        self.write(|state| {
            let clicks = state.clicks.delete_kept(clicks_before, limit);
            let visits = state.clicks.delete_visits(visits_before, limit);
            Ok((clicks + visits) as u64)
        })
    }
}
