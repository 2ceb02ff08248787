use std::collections::BTreeSet;

use async_trait::async_trait;
use korotko_core::id::{CollectionId, LinkId};
use korotko_core::ports::{Membership, MembershipRepository, StoreError};

use crate::rows::Rows;
use crate::state::State;

impl State {
    /// Returns whether it is new.
    fn insert_membership(&mut self, membership: Membership) -> Result<bool, StoreError> {
        let Membership { collection, link } = membership;
        self.collections
            .find(collection)
            .ok_or(StoreError::Missing)?;
        self.links.find(link).ok_or(StoreError::Missing)?;
        Ok(self.memberships.insert(membership))
    }
}

#[async_trait]
impl MembershipRepository for Rows {
    async fn list_by_links(&self, links: &[LinkId]) -> Result<Vec<Membership>, StoreError> {
        let links: BTreeSet<LinkId> = links.iter().copied().collect();
        self.read(|state| state.memberships.list_by_links(&links))
    }

    async fn count(&self, collection: CollectionId) -> Result<u64, StoreError> {
        self.read(|state| state.memberships.links_of(collection).count() as u64)
    }

    async fn insert(&self, memberships: &[Membership]) -> Result<u64, StoreError> {
        self.write(|state| {
            let mut new = 0;
            for membership in memberships {
                new += u64::from(state.insert_membership(*membership)?);
            }
            Ok(new)
        })
    }

    async fn delete(&self, membership: Membership) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.memberships.delete(membership)))
    }
}
