//! The number of links of each user, without deleted ones, which is kept with the user: counting 100,000 links takes a while.
//!
//! Every write of links adds to it what it changes. Removing the rows of deleted users does not: their numbers are gone with them.

use std::collections::BTreeMap;

use korotko_core::id::{LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::StoreError;
use sea_orm::ConnectionTrait;

use crate::number::stored;
use crate::session::Session;
use crate::value_table::ValueTable;

const FIND: &str = "SELECT links FROM users WHERE id = $1";

const FIND_OWNER: &str =
    "SELECT owner_id FROM links WHERE id = $1 AND owner_id IS NOT NULL AND deleted_at IS NULL";

const ADD: &str = "UPDATE users SET links = users.links + given.links FROM @given WHERE users.id = given.owner_id";

const SUBTRACT: &str = "
    UPDATE users SET links = users.links - removed.links
    FROM (SELECT owner_id, count(*) AS links FROM links
        WHERE id IN (SELECT id FROM @given) AND owner_id IS NOT NULL AND deleted_at IS NULL GROUP BY owner_id) AS removed
    WHERE users.id = removed.owner_id";

impl<C: ConnectionTrait> Session<C> {
    /// The number of links of `owner`.
    pub(super) async fn find_link_count(&self, owner: UserId) -> Result<u64, StoreError> {
        let found = self.number(FIND, [owner.0.into()]).await?;
        Ok(found.unwrap_or_default())
    }

    /// The counting owner of a stored link.
    pub(super) async fn find_counting_owner(
        &self,
        link: LinkId,
    ) -> Result<Option<i64>, StoreError> {
        let found = self.number(FIND_OWNER, [link.0.into()]).await?;
        Ok(found.map(stored))
    }

    /// Counts new links.
    pub(super) async fn count_links(&self, links: &[&Link]) -> Result<(), StoreError> {
        let owners = links.iter().filter_map(|link| counting_owner(link));
        self.add_link_counts(owners.map(|owner| (owner, 1))).await
    }

    /// Counts changed links, whose counting owners were and are these.
    pub(super) async fn recount_links(
        &self,
        owners: impl Iterator<Item = (Option<i64>, Option<i64>)>,
    ) -> Result<(), StoreError> {
        let changes = owners.flat_map(|(before, after)| {
            let before = before.map(|owner| (owner, -1));
            before.into_iter().chain(after.map(|owner| (owner, 1)))
        });
        self.add_link_counts(changes).await
    }

    async fn add_link_counts(
        &self,
        changes: impl Iterator<Item = (i64, i64)>,
    ) -> Result<(), StoreError> {
        let mut by_owner: BTreeMap<i64, i64> = BTreeMap::new();
        for (owner, links) in changes {
            *by_owner.entry(owner).or_default() += links;
        }
        by_owner.retain(|_, links| *links != 0);
        if by_owner.is_empty() {
            return Ok(());
        }
        let rows = ValueTable::new("owner_id", by_owner.keys().copied())
            .numbers("links", by_owner.into_values());
        let add = rows.statement(self.backend(), ADD, Vec::new());
        self.write(add).await.map(drop)
    }

    /// Subtracts links that this unit removes next. Their owners are locked by this before the links are: a unit that creates links
    /// locks the owner first, too.
    pub(super) async fn discount_links(&self, ids: &[i64]) -> Result<(), StoreError> {
        self.change_given(SUBTRACT, ids, Vec::new()).await.map(drop)
    }
}

/// The owner among whose links this one counts.
pub(super) fn counting_owner(link: &Link) -> Option<i64> {
    let owner = link.owner.filter(|_| link.deleted_at.is_none());
    owner.map(|owner| owner.0)
}
