//! Counting. Units that count at once never wait for each other in a circle, since all take what they take in one order: the
//! links, their owners, the visits, the shard, and then the totals of the links, each of these by rising key.

mod add;
mod growth;
mod keep;
mod pack;
mod take;

use std::collections::{BTreeSet, HashSet};

use async_trait::async_trait;
use korotko_core::click::{Click, Day, Tally, VisitorHash};
use korotko_core::id::{LinkId, UserId};
use korotko_core::ports::{ClickRepository, PackCursor, Shard, StoreError, Timestamp, Visit};
use sea_orm::ConnectionTrait;

use crate::session::Session;
use crate::value_table::ValueTable;

#[async_trait]
impl<C: ConnectionTrait + Send + Sync> ClickRepository for Session<C> {
    async fn hold_owners(
        &self,
        links: &[LinkId],
    ) -> Result<Vec<(LinkId, Option<UserId>)>, StoreError> {
        self.writer()?;
        let owners = self.hold_links(links).await?;
        let users: BTreeSet<i64> = owners.iter().filter_map(|(_, owner)| *owner).collect();
        let users = self.hold_users(users).await?;
        // A user who went since the links were read has none any more.
        let owner = |owner: Option<i64>| owner.filter(|owner| users.contains(owner)).map(UserId);
        let owners = owners.into_iter();
        Ok(owners.map(|(id, of)| (LinkId(id), owner(of))).collect())
    }

    async fn insert_visits(&self, visits: &[Visit]) -> Result<Vec<bool>, StoreError> {
        let mut new = self.insert_new_visits(visits).await?;
        Ok(visits.iter().map(|visit| new.remove(visit)).collect())
    }

    async fn add(&self, shard: Shard, tallies: &[Tally]) -> Result<(), StoreError> {
        self.writer()?;
        if tallies.is_empty() {
            return Ok(());
        }
        self.add_tallies(shard, tallies).await
    }

    async fn insert(&self, clicks: &[Click]) -> Result<(), StoreError> {
        self.writer()?;
        if clicks.is_empty() {
            return Ok(());
        }
        self.keep(clicks).await
    }

    async fn take(&self, link: LinkId, most: u64, free: u64) -> Result<bool, StoreError> {
        self.take_click(link, most, free).await
    }

    async fn reset_taken(&self, link: LinkId, free: u64) -> Result<(), StoreError> {
        self.take_from_totals(link, free).await
    }

    async fn pack(
        &self,
        after: Option<PackCursor>,
        before: Day,
    ) -> Result<Option<PackCursor>, StoreError> {
        self.pack_some(after, before).await
    }

    async fn delete_old(
        &self,
        clicks_before: Timestamp,
        visits_before: Day,
        limit: u64,
    ) -> Result<u64, StoreError> {
        let clicks = self.delete_clicks(clicks_before, limit).await?;
        let visits = self.delete_visits(visits_before, limit).await?;
        Ok(clicks + visits)
    }
}

impl<C: ConnectionTrait> Session<C> {
    /// The links that are there, and their owners. Whoever removes one waits, and whoever changes one does not.
    async fn hold_links(&self, links: &[LinkId]) -> Result<Vec<(i64, Option<i64>)>, StoreError> {
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let lock = self.locking("FOR KEY SHARE OF links");
        let sql = format!(
            "SELECT links.id, links.owner_id FROM @given INNER JOIN links ON links.id = given.id
            ORDER BY links.id {lock}"
        );
        let links = ValueTable::of("id", links.iter().map(|link| link.0));
        let select = links.statement(self.backend(), &sql, Vec::new());
        let read = self.read(select, |row| {
            Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))
        });
        read.await
    }

    async fn hold_users(&self, users: BTreeSet<i64>) -> Result<HashSet<i64>, StoreError> {
        if users.is_empty() {
            return Ok(HashSet::new());
        }
        let lock = self.locking("FOR KEY SHARE OF users");
        let sql = format!(
            "SELECT users.id FROM @given INNER JOIN users ON users.id = given.id
            ORDER BY users.id {lock}"
        );
        let users = ValueTable::of("id", users);
        let select = users.statement(self.backend(), &sql, Vec::new());
        let held = self.read(select, |row| row.try_get_by_index(0)).await?;
        Ok(held.into_iter().collect())
    }

    /// Notes visits; gives those that were not noted before.
    async fn insert_new_visits(&self, visits: &[Visit]) -> Result<NewVisits, StoreError> {
        self.writer()?;
        if visits.is_empty() {
            return Ok(NewVisits::default());
        }
        let visits: BTreeSet<Visit> = visits.iter().copied().collect();
        let table = ValueTable::of("day", visits.iter().map(|visit| visit.day.0))
            .numbers("link_id", visits.iter().map(|visit| visit.link.0))
            .numbers("visitor", visits.iter().map(|visit| visit.visitor.0));
        let sql = "INSERT INTO click_visits (day, link_id, visitor)
            SELECT day, link_id, visitor FROM @given WHERE true
            ON CONFLICT DO NOTHING RETURNING day, link_id, visitor";
        let insert = table.statement(self.backend(), sql, Vec::new());
        let inserted = self.read(insert, |row| {
            Ok(Visit {
                day: Day(row.try_get_by_index(0)?),
                link: LinkId(row.try_get_by_index(1)?),
                visitor: VisitorHash(row.try_get_by_index(2)?),
            })
        });
        Ok(NewVisits(inserted.await?.into_iter().collect()))
    }
}

/// Visits that nobody noted before.
#[derive(Default)]
struct NewVisits(HashSet<Visit>);

impl NewVisits {
    /// Whether this is one; the next time it is none.
    fn remove(&mut self, visit: &Visit) -> bool {
        self.0.remove(visit)
    }
}
