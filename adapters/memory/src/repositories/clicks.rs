use async_trait::async_trait;
use korotko_core::click::{Day, Tally};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{ClickRepository, StoreError, Visit};

use crate::rows::Rows;
use crate::tables::some;

#[async_trait]
impl ClickRepository for Rows {
    async fn lock_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        self.read_for_update(|state| {
            let found = links.iter().filter_map(|id| state.links.find(*id));
            found.map(|link| (link.id, link.owner)).collect()
        })
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        self.write(|state| Ok(state.clicks.insert_visits(visits)))
    }

    async fn add(&self, tallies: &[Tally]) -> Result<(), StoreError> {
        self.write(|state| {
            for tally in tallies {
                state.refuse_unknown_link(tally.link)?;
                state.refuse_unknown(tally.owner)?;
            }
            state.add_tallies(tallies);
            Ok(())
        })
    }

    async fn consume(&self, link: LinkId, max: u64, free: u64) -> Result<bool, StoreError> {
        self.write(|state| {
            state.refuse_unknown_link(link)?;
            let consumed = state.clicks.consume(link, max, free);
            state.update_exhausted(link);
            Ok(consumed)
        })
    }

    async fn reset_consumed(&self, link: LinkId, free: u64) -> Result<(), StoreError> {
        self.write(|state| state.reset_consumed(link, free))
    }

    async fn compact(&self, before: Day) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.rollups.compact(before)))
    }

    async fn delete_visits(&self, before: Day, limit: u64) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.clicks.delete_visits(before, some(limit)) as u64))
    }
}
