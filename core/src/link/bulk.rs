//! What the use cases that make links have in common: room for them, and codes.

use super::create::GENERATE_ATTEMPTS;
use super::draft::Draft;
use super::{CreateLinkError, Link, Links, Namespace, Slug, TOMBSTONE_LIFETIME};
use crate::id::{LinkId, UserId};
use crate::ports::{InsertLink, StoreError, UnitOfWork};

/// Why an owner is not held.
pub(super) enum HoldError {
    /// There is no such user any more.
    OwnerGone,
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for HoldError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Links {
    /// How many more links `owner` may have. Holds the owner until the unit ends, so that nobody else adds to what is counted.
    pub(super) async fn hold_room(
        &self,
        unit: &dyn UnitOfWork,
        owner: UserId,
    ) -> Result<u64, HoldError> {
        let held = unit.users().find_for_update(owner).await?;
        held.ok_or(HoldError::OwnerGone)?;
        let count = unit.links().count_by_owner(owner).await?;
        Ok(self.limits.links_per_user.saturating_sub(count))
    }

    /// Whether the code of this just written link is a tombstone's that somebody else left. In a personal namespace nobody
    /// else can.
    pub(super) async fn is_kept_for_another(
        &self,
        unit: &dyn UnitOfWork,
        link: &Link,
    ) -> Result<bool, StoreError> {
        if link.namespace != Namespace::Global {
            return Ok(false);
        }
        let kept_since = link.updated_at - TOMBSTONE_LIFETIME;
        let tombstone = unit
            .tombstones()
            .find_latest(link.namespace, &link.slug, kept_since)
            .await?;
        Ok(tombstone.is_some_and(|left| left.owner.is_none() || left.owner != link.owner))
    }

    /// Makes a link of each draft, in order, as [`Links::create`] would, and answers for each what became of it. What fails
    /// altogether is a [`StoreError`].
    pub(super) async fn insert_all(
        &self,
        unit: &dyn UnitOfWork,
        drafts: &[Draft],
    ) -> Result<Vec<Result<Link, CreateLinkError>>, StoreError> {
        let mut fates: Vec<Option<Result<Link, CreateLinkError>>> = Vec::new();
        fates.resize_with(drafts.len(), || None);
        for _ in 0..GENERATE_ATTEMPTS {
            let open = (0..drafts.len()).filter(|index| fates[*index].is_none());
            let open: Vec<usize> = open.collect();
            if open.is_empty() {
                break;
            }
            self.insert_round(unit, drafts, &open, &mut fates).await?;
        }
        let fates = fates.into_iter();
        Ok(fates
            .map(|fate| fate.unwrap_or(Err(CreateLinkError::NoFreeSlug)))
            .collect())
    }

    /// Tries the drafts at the `open` places once. Those whose generated code was taken stay open.
    async fn insert_round(
        &self,
        unit: &dyn UnitOfWork,
        drafts: &[Draft],
        open: &[usize],
        fates: &mut [Option<Result<Link, CreateLinkError>>],
    ) -> Result<(), StoreError> {
        let mut places = Vec::with_capacity(open.len());
        let mut links: Vec<InsertLink> = Vec::with_capacity(open.len());
        for &place in open {
            let draft = &drafts[place];
            let slug = match &draft.slug {
                Some(slug) => Ok(slug.clone()),
                None => Slug::generate(&*self.ports.random),
            };
            match slug {
                Ok(slug) => {
                    places.push(place);
                    links.push(draft.with_slug(slug));
                }
                Err(error) => fates[place] = Some(Err(error.into())),
            }
        }
        let inserted = unit.link_batches().insert(&links).await?;
        let mut kept: Vec<LinkId> = Vec::new();
        for (place, inserted) in places.into_iter().zip(inserted) {
            let chosen = drafts[place].slug.is_some();
            fates[place] = match inserted {
                // After the insert, so that no deletion can slip in between.
                Some(link) if self.is_kept_for_another(unit, &link).await? => {
                    kept.push(link.id);
                    chosen.then_some(Err(CreateLinkError::SlugTaken))
                }
                Some(link) => Some(Ok(link)),
                None => chosen.then_some(Err(CreateLinkError::SlugTaken)),
            };
        }
        if kept.is_empty() {
            return Ok(());
        }
        unit.link_batches().delete(&kept).await
    }
}
