use super::{Collections, hold};
use crate::fault::fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::pace::rest_since;
use crate::ports::{LinkQuery, StoreError, Timestamp, UnitOfWork};
use crate::revision::Expected;

/// How many links are deleted in one unit, so that whoever waits to write hardly notices.
const PART: u32 = 250;

/// Why a set is still there.
#[derive(Debug, thiserror::Error)]
pub enum DeleteCollectionError {
    /// There is none of this id, or it is somebody else's; which, is not told.
    #[error("there is no such set")]
    NotFound,
    /// It was changed since it was read.
    #[error("the set was changed meanwhile; read it again")]
    Stale,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// Deletes a set of `owner`, if it is at the expected revision. Its links stay, unless `with_links` puts them into the
    /// trash: in parts, and the set goes with the last, so that a deletion that breaks off can be repeated.
    #[tracing::instrument(name = "collections.delete", skip_all)]
    pub async fn delete(
        &self,
        owner: UserId,
        id: CollectionId,
        expected: &Expected,
        with_links: bool,
    ) -> Result<(), DeleteCollectionError> {
        let clock = &*self.ports.clock;
        let mut expected = expected;
        loop {
            let unit = self.ports.store.begin().await?;
            let began = clock.now();
            let held = hold(&*unit, owner, id).await?;
            let collection = held.ok_or(DeleteCollectionError::NotFound)?;
            if !expected.admits(collection.revision) {
                return Err(DeleteCollectionError::Stale);
            }
            let is_last = !with_links || delete_links(&*unit, owner, id, began).await?;
            if is_last {
                unit.collections().delete(id).await?;
            }
            unit.commit().await?;
            if is_last {
                return Ok(());
            }
            rest_since(clock, began).await;
            // What happened to the set meanwhile no longer matters: some of its links are gone.
            expected = &Expected::Any;
        }
    }
}

/// Deletes a part of the links of a set; says whether it was the last.
async fn delete_links(
    unit: &dyn UnitOfWork,
    owner: UserId,
    id: CollectionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let query = LinkQuery {
        collection: Some(id),
        ..LinkQuery::for_owner(owner, PART)
    };
    let listed = unit.links().list(&query).await?;
    let ids: Vec<LinkId> = listed.iter().map(|link| link.id).collect();
    let mut held = unit.link_batches().find_for_update(&ids).await?;
    held.retain(|link| link.is_kept_by(owner));
    for link in &mut held {
        link.delete(now);
    }
    unit.link_batches().update(&held).await?;
    Ok(ids.len() < PART as usize)
}

fault!(DeleteCollectionError {
    broken_rules: [],
    own: [NotFound => NotFound "not-found", Stale => Stale "stale"],
    passed_on: [Store],
});
