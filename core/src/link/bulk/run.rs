//! Many operations in one unit of work: consecutive operations of one kind are sent to the store together.

use std::collections::BTreeMap;

use super::collections::NamedCollections;
use super::outcome::{Applied, OperationError, OperationOutcome};
use crate::collection::CollectionName;
use crate::id::{LinkId, UserId};
use crate::link::availability::Room;
use crate::link::delete::deleted;
use crate::link::draft::Draft;
use crate::link::edit::is_newly_limited;
use crate::link::follow::FREE_PREVIEWS;
use crate::link::{
    CreateLinkError, DeleteLinkError, EditLinkError, Link, LinkEdit, Links, Namespace,
};
use crate::ports::{Change, StoreError, Timestamp, UnitOfWork};
use crate::revision::ExpectedRevision;

/// An operation that is valid by itself, before the store is asked.
pub(in crate::link) enum Operation<'a> {
    Create(Create),
    /// Edits a link, or deletes it if there is no edit.
    Change {
        id: LinkId,
        expected: &'a ExpectedRevision,
        edit: Option<&'a LinkEdit>,
    },
}

/// A link to create, and the distinct collections to add it to.
pub(in crate::link) struct Create {
    pub(in crate::link) draft: Draft,
    pub(in crate::link) collections: Vec<CollectionName>,
}

/// A change of a link.
pub(in crate::link) struct LinkChange {
    index: usize,
    pub(in crate::link) old: Link,
    new: Link,
}

impl LinkChange {
    /// Whether it takes a slug that may be reserved for another owner.
    fn may_take_reserved_slug(&self) -> bool {
        self.new.namespace == Namespace::Global && self.new.slug != self.old.slug
    }

    /// What it changes for the old slug.
    pub(in crate::link) fn of_route(&self) -> Option<Change> {
        Change::between(&self.old, &self.new)
    }
}

/// The operations of one unit. The owner is locked.
pub(in crate::link) struct BulkRun<'a> {
    links: &'a Links,
    unit: &'a dyn UnitOfWork,
    owner: UserId,
    pub(in crate::link) now: Timestamp,
    room: Room,
    pub(in crate::link) collections: NamedCollections,
    /// The links that the operations name, in their current state.
    links_by_id: BTreeMap<LinkId, Link>,
    /// The changes that were applied.
    pub(in crate::link) changed: Vec<LinkChange>,
    outcomes: Vec<Option<OperationOutcome>>,
    creates: Vec<(usize, Create)>,
    changes: Vec<LinkChange>,
}

impl<'a> BulkRun<'a> {
    pub(in crate::link) fn new(
        links: &'a Links,
        unit: &'a dyn UnitOfWork,
        owner: UserId,
        room: Room,
        collections: NamedCollections,
    ) -> Self {
        Self {
            links,
            unit,
            owner,
            now: links.ports.clock.now(),
            room,
            collections,
            links_by_id: BTreeMap::new(),
            changed: Vec::new(),
            outcomes: Vec::new(),
            creates: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Applies the operations in order and returns the outcome of each. An operation that is already refused is skipped.
    pub(in crate::link) async fn run(
        &mut self,
        operations: Vec<Result<Operation<'_>, OperationError>>,
    ) -> Result<Vec<OperationOutcome>, StoreError> {
        self.outcomes.resize_with(operations.len(), || None);
        self.lock_links(&operations).await?;
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

    /// Locks every link that an operation names.
    async fn lock_links(
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
        let locked = self.unit.link_batches().find_for_update(&ids).await?;
        let owned = locked
            .into_iter()
            .filter(|link| link.belongs_to(self.owner));
        self.links_by_id = owned.map(|link| (link.id, link)).collect();
        Ok(())
    }

    /// Queues a link for creation, if there is room for it and in its collections.
    async fn create(&mut self, index: usize, create: Create) -> Result<(), StoreError> {
        let mut refused = self.refusal(&create).await?;
        if refused.is_some() && !self.creates.is_empty() {
            // Queued links may be refused and release their room.
            self.write_creates().await?;
            refused = self.refusal(&create).await?;
        }
        if let Some(refused) = refused {
            self.outcomes[index] = Some(Err(refused));
        } else {
            self.room.links -= 1;
            self.creates.push((index, create));
        }
        Ok(())
    }

    async fn refusal(&mut self, create: &Create) -> Result<Option<OperationError>, StoreError> {
        if self.room.links == 0 {
            return Ok(Some(CreateLinkError::TooMany.into()));
        }
        let collections = &mut self.collections;
        collections.reserve(self.unit, &create.collections).await
    }

    /// Queues a change; decides at once if there is nothing to write.
    async fn change(
        &mut self,
        index: usize,
        id: LinkId,
        expected: &ExpectedRevision,
        edit: Option<&LinkEdit>,
    ) -> Result<(), StoreError> {
        if self.changes.iter().any(|change| change.old.id == id) {
            self.write_changes().await?;
        }
        let locked = self.links_by_id.get(&id);
        let old = locked.filter(|link| link.belongs_to(self.owner)).cloned();
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
            (Some(old), Ok(new)) if old != new => self.changes.push(LinkChange { index, old, new }),
            (_, new) => self.outcomes[index] = Some(new.map(Applied::Edited)),
        }
        if self
            .changes
            .last()
            .is_some_and(LinkChange::may_take_reserved_slug)
        {
            // Before another operation takes the slug that a rollback would restore.
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
        let created = self
            .links
            .insert_all(self.unit, &drafts, self.room.query_forwarding)
            .await?;
        for ((index, create), created) in indices.into_iter().zip(&creates).zip(created) {
            let names = &create.collections;
            if let Ok(link) = &created {
                let added = self.collections.add(self.unit, link.id, names, self.now);
                added.await?;
            } else {
                self.room.links += 1;
                self.collections.release(names);
            }
            self.outcomes[index] = Some(created.map(Applied::Created).map_err(Into::into));
        }
        Ok(())
    }

    async fn write_changes(&mut self) -> Result<(), StoreError> {
        let changes: Vec<LinkChange> = self.changes.drain(..).collect();
        if changes.is_empty() {
            return Ok(());
        }
        let new: Vec<Link> = changes.iter().map(|change| change.new.clone()).collect();
        let written = self.unit.link_batches().update(&new).await?;
        let mut applied = Vec::new();
        for (change, written) in changes.into_iter().zip(written) {
            if written && self.accept_change(&change).await? {
                applied.push(change);
            } else {
                self.outcomes[change.index] = Some(Err(EditLinkError::SlugTaken.into()));
            }
        }
        self.refresh_exhausted(&mut applied).await?;
        for LinkChange { index, new, .. } in &applied {
            self.links_by_id.insert(new.id, new.clone());
            self.outcomes[*index] = Some(Ok(if new.deleted_at.is_some() {
                self.room.links += 1;
                Applied::Deleted(new.clone())
            } else {
                Applied::Edited(new.clone())
            }));
        }
        self.changed.extend(applied);
        Ok(())
    }

    /// Whether a written change may stay. A change to a reserved slug is rolled back.
    async fn accept_change(
        &self,
        LinkChange { old, new, .. }: &LinkChange,
    ) -> Result<bool, StoreError> {
        if new.slug != old.slug && self.links.is_reserved_for_another(self.unit, new).await? {
            self.unit.links().update(old).await?;
            return Ok(false);
        }
        if is_newly_limited(old, new) {
            let clicks = self.unit.clicks();
            clicks.reset_consumed(new.id, FREE_PREVIEWS).await?;
        }
        Ok(true)
    }

    /// Updates `exhausted` of the links whose click limit was changed.
    async fn refresh_exhausted(&self, changes: &mut [LinkChange]) -> Result<(), StoreError> {
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
