//! An import that validates its rows and changes nothing.

use std::collections::HashSet;

use super::row::ImportRow;
use crate::id::UserId;
use crate::link::bulk::{
    Applied, BulkError, BulkRun, NamedCollections, Operation, OperationOutcome,
};
use crate::link::draft::Draft;
use crate::link::{CreateLinkError, Links, Namespace, Slug};
use crate::ports::UnitOfWork;

/// What the previous parts would have created.
#[derive(Default)]
pub(super) struct DryRun {
    links: u64,
    slugs: HashSet<(Namespace, Slug)>,
    collections: Option<NamedCollections>,
}

impl DryRun {
    /// The outcome of each row of a part after the previous parts; `unit` is not to be committed.
    pub(super) async fn part(
        &mut self,
        links: &Links,
        unit: &dyn UnitOfWork,
        owner: UserId,
        rows: &[ImportRow],
    ) -> Result<Vec<OperationOutcome>, BulkError> {
        let mut room = links.lock_room(unit, owner).await?;
        room.links = room.links.saturating_sub(self.links);
        let collections = if let Some(collections) = self.collections.take() {
            collections
        } else {
            let mut collections = NamedCollections::new(owner, links.limits).for_dry_run();
            collections.begin_part(unit).await?;
            collections
        };
        let mut run = BulkRun::new(links, unit, owner, room, collections);
        let now = run.now;
        let operations = rows.iter().map(|row| {
            let create = links.read_row(owner, row, now)?;
            self.refuse_taken_slug(&create.draft)?;
            Ok(Operation::Create(create))
        });
        let outcomes = run.run(operations.collect()).await?;
        self.collections = Some(run.collections);
        for link in outcomes.iter().flatten().map(Applied::link) {
            self.links += 1;
            self.slugs.insert((link.namespace, link.slug.clone()));
        }
        Ok(outcomes)
    }

    /// Refuses a link whose slug a previous part would have taken.
    fn refuse_taken_slug(&self, draft: &Draft) -> Result<(), CreateLinkError> {
        let slug = draft.slug.clone().map(|slug| (draft.namespace, slug));
        if slug.is_some_and(|slug| self.slugs.contains(&slug)) {
            return Err(CreateLinkError::SlugTaken);
        }
        Ok(())
    }
}
