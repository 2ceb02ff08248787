use super::{Collections, lock_collection};
use crate::fault::fault;
use crate::id::{CollectionId, LinkId, UserId};
use crate::ports::{Change, LinkQuery, StoreError, Timestamp, UnitOfWork};
use crate::revision::ExpectedRevision;
use crate::throttle::throttle;

/// How many links are deleted in one unit, so that other writers wait only briefly.
const PART: u32 = 250;

/// Why a collection was not deleted.
#[derive(Debug, thiserror::Error)]
pub enum DeleteCollectionError {
    /// It does not exist or belongs to another user. Deliberately the same error, so that existence is not revealed.
    #[error("collection not found")]
    NotFound,
    /// It has changed since it was read.
    #[error("the collection has changed since you read it; read it again")]
    Stale,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Collections {
    /// Deletes a collection of `owner`, if it is at the expected revision. Its links stay, unless `with_links` moves them to
    /// the trash: in parts, and the collection is deleted with the last, so that an aborted deletion can be repeated.
    #[tracing::instrument(name = "collections.delete", skip_all)]
    pub async fn delete(
        &self,
        owner: UserId,
        id: CollectionId,
        expected: &ExpectedRevision,
        with_links: bool,
    ) -> Result<(), DeleteCollectionError> {
        let clock = &*self.ports.clock;
        let mut expected = expected;
        loop {
            let unit = self.ports.store.begin().await?;
            let began = clock.now();
            let locked = lock_collection(&*unit, owner, id).await?;
            let collection = locked.ok_or(DeleteCollectionError::NotFound)?;
            if !expected.admits(collection.revision) {
                return Err(DeleteCollectionError::Stale);
            }
            let (deleted, is_last) = if with_links {
                delete_links(&*unit, owner, id, began).await?
            } else {
                (Vec::new(), true)
            };
            if is_last {
                unit.collections().delete(id).await?;
            }
            unit.commit().await?;
            for change in deleted {
                if let Change::Route(namespace, slug) = change {
                    self.ports.route_finder.forget(namespace, &slug);
                }
            }
            if is_last {
                return Ok(());
            }
            throttle(clock, began).await;
            // Concurrent changes to the collection no longer matter: some of its links are deleted.
            expected = &ExpectedRevision::Any;
        }
    }
}

/// Deletes a part of the links of a collection; returns which routes that changes, and whether it was the last part.
async fn delete_links(
    unit: &dyn UnitOfWork,
    owner: UserId,
    id: CollectionId,
    now: Timestamp,
) -> Result<(Vec<Change>, bool), StoreError> {
    let query = LinkQuery {
        collection: Some(id),
        ..LinkQuery::for_owner(owner, PART)
    };
    let listed = unit.links().list(&query).await?;
    let ids: Vec<LinkId> = listed.iter().map(|link| link.id).collect();
    let mut locked = unit.link_batches().find_for_update(&ids).await?;
    locked.retain(|link| link.belongs_to(owner));
    for link in &mut locked {
        link.delete(now);
    }
    unit.link_batches().update(&locked).await?;
    let routes: Vec<Change> = locked.iter().map(Change::of).collect();
    unit.news().announce(&routes).await?;
    Ok((routes, ids.len() < PART as usize))
}

fault!(DeleteCollectionError {
    violations: [],
    variants: [NotFound => NotFound "not-found", Stale => Stale "precondition-failed"],
    transparent: [Store],
});
