use async_trait::async_trait;
use korotko_core::id::{ShareId, UserId};
use korotko_core::ports::{InsertShare, ShareRepository, StoreError};
use korotko_core::share::{Share, ShareSubject};

use crate::rows::Rows;
use crate::state::State;

impl State {
    /// Refuses the share of what does not exist.
    fn refuse_unknown_subject(&self, subject: ShareSubject) -> Result<(), StoreError> {
        let known = match subject {
            ShareSubject::Link(id) => self.links.find(id).is_some(),
            ShareSubject::Collection(id) => self.collections.find(id).is_some(),
        };
        known.then_some(()).ok_or(StoreError::Missing)
    }
}

#[async_trait]
impl ShareRepository for Rows {
    async fn find_by_id(&self, id: ShareId) -> Result<Option<Share>, StoreError> {
        self.read(|state| state.shares.find(id))
    }

    async fn find_by_subject(&self, subject: ShareSubject) -> Result<Option<Share>, StoreError> {
        self.read(|state| state.shares.find_by_subject(subject))
    }

    async fn list(
        &self,
        owner: UserId,
        after: Option<ShareId>,
        limit: u32,
    ) -> Result<Vec<Share>, StoreError> {
        self.read(|state| state.shares.list(owner, after, limit))
    }

    async fn insert(&self, share: &InsertShare) -> Result<Share, StoreError> {
        self.write(|state| {
            state.refuse_unknown(Some(share.owner))?;
            state.refuse_unknown_subject(share.subject)?;
            state.shares.insert(share)
        })
    }

    async fn delete(&self, id: ShareId) -> Result<bool, StoreError> {
        self.write(|state| Ok(state.shares.delete(id)))
    }
}
