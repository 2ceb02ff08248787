use std::collections::BTreeSet;

use async_trait::async_trait;
use korotko_core::id::LinkId;
use korotko_core::link::Link;
use korotko_core::ports::{InsertLink, LinkBatchRepository, StoreError};

use crate::rows::Rows;
use crate::state::State;

impl State {
    /// The link, or `None` when its slug is taken.
    fn insert_if_free(&mut self, link: &InsertLink) -> Result<Option<Link>, StoreError> {
        self.refuse_unknown(link.owner)?;
        if_free(self.links.insert(link))
    }

    /// Whether it was written: `false` when its slug is taken.
    fn update_if_free(&mut self, link: &Link) -> Result<bool, StoreError> {
        Ok(if_free(self.update_link(link))?.is_some())
    }
}

fn if_free<T>(answer: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match answer {
        Err(StoreError::Conflict) => Ok(None),
        answer => answer.map(Some),
    }
}

#[async_trait]
impl LinkBatchRepository for Rows {
    async fn find_for_update(&self, ids: &[LinkId]) -> Result<Vec<Link>, StoreError> {
        let ids: BTreeSet<LinkId> = ids.iter().copied().collect();
        self.read_for_update(|state| {
            let found = ids.iter().filter_map(|id| state.find_link(*id));
            found.cloned().collect()
        })
    }

    async fn insert(&self, links: &[InsertLink]) -> Result<Vec<Option<Link>>, StoreError> {
        let insert = |state: &mut State| {
            links
                .iter()
                .map(|link| state.insert_if_free(link))
                .collect()
        };
        self.write(insert)
    }

    async fn update(&self, links: &[Link]) -> Result<Vec<bool>, StoreError> {
        let update = |state: &mut State| {
            links
                .iter()
                .map(|link| state.update_if_free(link))
                .collect()
        };
        self.write(update)
    }

    async fn delete(&self, ids: &[LinkId]) -> Result<(), StoreError> {
        self.write(|state| {
            for id in ids {
                state.delete_link(*id);
            }
            Ok(())
        })
    }
}
