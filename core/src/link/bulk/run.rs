//! Many operations in one unit of work: those of one kind that follow each other go to the store together.

use std::collections::BTreeMap;

use super::collections::NamedCollections;
use super::outcome::{Applied, OperationError, OperationOutcome};
use crate::collection::CollectionName;
use crate::id::{LinkId, UserId};
use crate::link::delete::deleted;
use crate::link::draft::Draft;
use crate::link::edit::is_newly_limited;
use crate::link::follow::FREE_PREVIEWS;
use crate::link::{
    CreateLinkError, DeleteLinkError, EditLinkError, Link, LinkEdit, Links, Namespace, Slug,
};
use crate::ports::{StoreError, Timestamp, UnitOfWork};
use crate::revision::Expected;

/// An operation that keeps every rule which can be told from it alone.
pub(in crate::link) enum Operation<'a> {
    Create(Create),
    /// Edits a link, or deletes it where there is no edit.
    Change {
        id: LinkId,
        expected: &'a Expected,
        edit: Option<&'a LinkEdit>,
    },
}

/// A link to be created, and the collections to put it into, none twice.
pub(in crate::link) struct Create {
    pub(in crate::link) draft: Draft,
    pub(in crate::link) collections: Vec<CollectionName>,
}

/// A change that is to be written.
struct Change {
    index: usize,
    old: Link,
    new: Link,
}

impl Change {
    /// Whether it takes a slug that may be kept for another.
    fn may_be_taken_back(&self) -> bool {
        self.new.namespace == Namespace::Global && self.new.slug != self.old.slug
    }
}

/// Operations at work in one unit. The owner is locked.
pub(in crate::link) struct BulkRun<'a> {
    links: &'a Links,
    unit: &'a dyn UnitOfWork,
    owner: UserId,
    pub(in crate::link) now: Timestamp,
    /// How many more links the owner may have.
    room: u64,
    pub(in crate::link) collections: NamedCollections,
    /// The links that the operations name, as they are by now.
    held: BTreeMap<LinkId, Link>,
    /// The slugs whose links were changed.
    pub(in crate::link) outdated: Vec<(Namespace, Slug)>,
    outcomes: Vec<Option<OperationOutcome>>,
    creates: Vec<(usize, Create)>,
    changes: Vec<Change>,
}

impl<'a> BulkRun<'a> {
    pub(in crate::link) fn new(
        links: &'a Links,
        unit: &'a dyn UnitOfWork,
        owner: UserId,
        room: u64,
        collections: NamedCollections,
    ) -> Self {
        Self {
            links,
            unit,
            owner,
            now: links.ports.clock.now(),
            room,
            collections,
            held: BTreeMap::new(),
            outdated: Vec::new(),
            outcomes: Vec::new(),
            creates: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Does the operations in order; says of each what became of it. One that was refused already is passed over.
    pub(in crate::link) async fn carry_out(
        &mut self,
        operations: Vec<Result<Operation<'_>, OperationError>>,
    ) -> Result<Vec<OperationOutcome>, StoreError> {
        self.outcomes.resize_with(operations.len(), || None);
        self.hold(&operations).await?;
        for (index, operation) in operations.into_iter().enumerate() {
            match operation {
                Ok(Operation::Create(create)) => {
                    self.write_changes().await?;
                    self.create(index, create).await?;
                }
                Ok(Operation::Change { id, expected, edit }) => {
                    self.write_creates().await?;
                    self.change(index, id, expected, edit).await?;
                }
                Err(refused) => self.outcomes[index] = Some(Err(refused)),
            }
        }
        self.write_creates().await?;
        self.write_changes().await?;
        self.collections.write(self.unit).await?;
        Ok(self.outcomes.drain(..).flatten().collect())
    }

    /// Holds every link that an operation names.
    async fn hold(
        &mut self,
        operations: &[Result<Operation<'_>, OperationError>],
    ) -> Result<(), StoreError> {
        let ids = operations.iter().flatten().filter_map(|op| match op {
            Operation::Create(_) => None,
            Operation::Change { id, .. } => Some(*id),
        });
        let ids: Vec<LinkId> = ids.collect();
        if ids.is_empty() {
            return Ok(());
        }
        let held = self.unit.link_batches().find_for_update(&ids).await?;
        let kept = held.into_iter().filter(|link| link.is_kept_by(self.owner));
        self.held = kept.map(|link| (link.id, link)).collect();
        Ok(())
    }

    /// Notes a link that is to be created, if there is room for it and in its collections.
    async fn create(&mut self, index: usize, create: Create) -> Result<(), StoreError> {
        let mut refused = self.refusal(&create).await?;
        if refused.is_some() && !self.creates.is_empty() {
            // Some for which room was kept may not need it.
            self.write_creates().await?;
            refused = self.refusal(&create).await?;
        }
        if let Some(refused) = refused {
            self.outcomes[index] = Some(Err(refused));
        } else {
            self.room -= 1;
            self.creates.push((index, create));
        }
        Ok(())
    }

    async fn refusal(&mut self, create: &Create) -> Result<Option<OperationError>, StoreError> {
        if self.room == 0 {
            return Ok(Some(CreateLinkError::TooMany.into()));
        }
        let collections = &mut self.collections;
        collections.reserve(self.unit, &create.collections).await
    }

    /// Notes a change that is to be written; decides at once where there is nothing to write.
    async fn change(
        &mut self,
        index: usize,
        id: LinkId,
        expected: &Expected,
        edit: Option<&LinkEdit>,
    ) -> Result<(), StoreError> {
        if self.changes.iter().any(|change| change.old.id == id) {
            self.write_changes().await?;
        }
        let held = self.held.get(&id);
        let old = held.filter(|link| link.is_kept_by(self.owner)).cloned();
        let new = if let Some(edit) = edit {
            let old = old.as_ref().ok_or(EditLinkError::NotFound);
            let edited = old.and_then(|old| self.links.edited(old, expected, edit, self.now));
            edited.map_err(OperationError::Edit)
        } else {
            let old = old.as_ref().ok_or(DeleteLinkError::NotFound);
            let deleted = old.and_then(|old| deleted(old, expected, self.now));
            deleted.map_err(OperationError::Delete)
        };
        match (old, new) {
            (Some(old), Ok(new)) if old != new => self.changes.push(Change { index, old, new }),
            (_, new) => self.outcomes[index] = Some(new.map(Applied::Edited)),
        }
        if self.changes.last().is_some_and(Change::may_be_taken_back) {
            // Before another takes the slug that it would go back to.
            self.write_changes().await?;
        }
        Ok(())
    }

    async fn write_creates(&mut self) -> Result<(), StoreError> {
        let (indices, creates): (Vec<usize>, Vec<Create>) = self.creates.drain(..).unzip();
        if creates.is_empty() {
            return Ok(());
        }
        let drafts: Vec<&Draft> = creates.iter().map(|create| &create.draft).collect();
        let created = self.links.insert_all(self.unit, &drafts).await?;
        for ((index, create), created) in indices.into_iter().zip(&creates).zip(created) {
            let names = &create.collections;
            if let Ok(link) = &created {
                let added = self.collections.add(self.unit, link.id, names, self.now);
                added.await?;
            } else {
                self.room += 1;
                self.collections.release(names);
            }
            self.outcomes[index] = Some(created.map(Applied::Created).map_err(Into::into));
        }
        Ok(())
    }

    async fn write_changes(&mut self) -> Result<(), StoreError> {
        let changes: Vec<Change> = self.changes.drain(..).collect();
        if changes.is_empty() {
            return Ok(());
        }
        let new: Vec<Link> = changes.iter().map(|change| change.new.clone()).collect();
        let written = self.unit.link_batches().update(&new).await?;
        let mut stand = Vec::new();
        for (change, written) in changes.into_iter().zip(written) {
            if written && self.stands(&change).await? {
                stand.push(change);
            } else {
                self.outcomes[change.index] = Some(Err(EditLinkError::SlugTaken.into()));
            }
        }
        self.learn_exhausted(&mut stand).await?;
        for Change { index, old, new } in stand {
            self.outdated.push((old.namespace, old.slug));
            self.held.insert(new.id, new.clone());
            self.outcomes[index] = Some(Ok(if new.deleted_at.is_some() {
                self.room += 1;
                Applied::Deleted(new)
            } else {
                Applied::Edited(new)
            }));
        }
        Ok(())
    }

    /// Whether a written change may stay; one that took a slug kept for another is taken back.
    async fn stands(&self, Change { old, new, .. }: &Change) -> Result<bool, StoreError> {
        if new.slug != old.slug && self.links.is_kept_for_another(self.unit, new).await? {
            self.unit.links().update(old).await?;
            return Ok(false);
        }
        if is_newly_limited(old, new) {
            let clicks = self.unit.clicks();
            clicks.reset_taken(new.id, FREE_PREVIEWS).await?;
        }
        Ok(true)
    }

    /// Learns of links that have another limit of clicks now whether they are exhausted by that.
    async fn learn_exhausted(&self, changes: &mut [Change]) -> Result<(), StoreError> {
        let changed = changes
            .iter_mut()
            .filter(|change| change.old.max_clicks != change.new.max_clicks);
        let mut changed: BTreeMap<LinkId, &mut Link> = changed
            .map(|change| (change.new.id, &mut change.new))
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        let ids: Vec<LinkId> = changed.keys().copied().collect();
        for stored in self.unit.link_batches().find_for_update(&ids).await? {
            if let Some(link) = changed.get_mut(&stored.id) {
                link.exhausted = stored.exhausted;
            }
        }
        Ok(())
    }
}
