//! A batch at work in one unit: operations of one kind that follow each other go to the store together.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::edit::is_newly_limited;
use super::follow::FREE_PREVIEWS;
use super::{
    CreateLinkError, DeleteLinkError, EditLinkError, Link, LinkOperation, Links, Namespace,
    Operated, OperationError, Slug,
};
use crate::id::{LinkId, UserId};
use crate::ports::{StoreError, Timestamp, UnitOfWork};

type Fate = Result<Operated, OperationError>;

/// A change that is to be written.
struct Change {
    place: usize,
    old: Link,
    new: Link,
}

impl Change {
    /// Whether it takes a code that may be kept for another.
    fn may_be_taken_back(&self) -> bool {
        self.new.namespace == Namespace::Global && self.new.slug != self.old.slug
    }
}

pub(super) struct BatchRun<'a> {
    links: &'a Links,
    unit: &'a dyn UnitOfWork,
    owner: UserId,
    now: Timestamp,
    /// How many more links the owner may have.
    room: u64,
    /// The links that the operations name, as they are by now.
    held: BTreeMap<LinkId, Link>,
    /// The codes whose links were changed.
    pub(super) outdated: Vec<(Namespace, Slug)>,
    fates: Vec<Option<Fate>>,
    drafts: Vec<(usize, Draft)>,
    changes: Vec<Change>,
}

impl<'a> BatchRun<'a> {
    pub(super) fn new(
        links: &'a Links,
        unit: &'a dyn UnitOfWork,
        owner: UserId,
        now: Timestamp,
        room: u64,
    ) -> Self {
        Self {
            links,
            unit,
            owner,
            now,
            room,
            held: BTreeMap::new(),
            outdated: Vec::new(),
            fates: Vec::new(),
            drafts: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Does the operations in order; says of each what became of it.
    pub(super) async fn carry_out(
        &mut self,
        operations: &[LinkOperation],
    ) -> Result<Vec<Fate>, StoreError> {
        self.fates.resize_with(operations.len(), || None);
        self.hold(operations).await?;
        for (place, operation) in operations.iter().enumerate() {
            let decided = match operation {
                LinkOperation::Create(new) => {
                    self.write_changes().await?;
                    if self.room == 0 {
                        // Some that were counted may not have been made.
                        self.write_drafts().await?;
                    }
                    let draft = self.draft(new);
                    let drafted = draft.map(|draft| self.drafts.push((place, draft)));
                    drafted.err().map(Err)
                }
                LinkOperation::Edit { id, .. } | LinkOperation::Delete { id, .. } => {
                    self.write_drafts().await?;
                    if self.changes.iter().any(|change| change.old.id == *id) {
                        self.write_changes().await?;
                    }
                    self.change(place, *id, operation).transpose()
                }
            };
            self.fates[place] = decided;
            if self.changes.last().is_some_and(Change::may_be_taken_back) {
                // Before another takes the code that it would go back to.
                self.write_changes().await?;
            }
        }
        self.write_drafts().await?;
        self.write_changes().await?;
        Ok(self.fates.drain(..).flatten().collect())
    }

    /// Holds every link that an operation names.
    async fn hold(&mut self, operations: &[LinkOperation]) -> Result<(), StoreError> {
        let ids = operations.iter().filter_map(|operation| match operation {
            LinkOperation::Create(_) => None,
            LinkOperation::Edit { id, .. } | LinkOperation::Delete { id, .. } => Some(*id),
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

    fn draft(&mut self, new: &super::NewLink) -> Result<Draft, OperationError> {
        let draft = self.links.draft(Some(self.owner), new, self.now);
        let draft = draft.map_err(|broken| create_error(CreateLinkError::Invalid(broken)))?;
        let left = self.room.checked_sub(1);
        self.room = left.ok_or(create_error(CreateLinkError::TooMany))?;
        Ok(draft)
    }

    /// Notes a change that is to be written; answers at once where there is nothing to write.
    fn change(
        &mut self,
        place: usize,
        id: LinkId,
        operation: &LinkOperation,
    ) -> Result<Option<Operated>, OperationError> {
        let old = self
            .held
            .get(&id)
            .filter(|link| link.is_kept_by(self.owner));
        let new = match operation {
            LinkOperation::Create(_) => return Ok(None),
            LinkOperation::Edit { expected, edit, .. } => {
                let old = old.ok_or(OperationError::Edit(EditLinkError::NotFound))?;
                let edited = self.links.edited(old, expected, edit, self.now);
                edited.map_err(OperationError::Edit)?
            }
            LinkOperation::Delete { expected, .. } => {
                let old = old.ok_or(OperationError::Delete(DeleteLinkError::NotFound))?;
                if !expected.admits(old.revision) {
                    return Err(OperationError::Delete(DeleteLinkError::Stale));
                }
                let mut deleted = old.clone();
                deleted.delete(self.now);
                deleted
            }
        };
        match old.cloned() {
            Some(old) if old == new => Ok(Some(Operated::Edited(new))),
            Some(old) => {
                self.changes.push(Change { place, old, new });
                Ok(None)
            }
            None => Ok(None),
        }
    }

    async fn write_drafts(&mut self) -> Result<(), StoreError> {
        let (places, drafts): (Vec<usize>, Vec<Draft>) = self.drafts.drain(..).unzip();
        if drafts.is_empty() {
            return Ok(());
        }
        let made = self.links.insert_all(self.unit, &drafts).await?;
        for (place, made) in places.into_iter().zip(made) {
            self.room += u64::from(made.is_err());
            self.fates[place] = Some(made.map(Operated::Created).map_err(create_error));
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
        let mut standing = Vec::new();
        for (change, written) in changes.into_iter().zip(written) {
            if written && self.stands(&change).await? {
                if is_newly_limited(&change.old, &change.new) {
                    let clicks = self.unit.clicks();
                    clicks.reset_taken(change.new.id, FREE_PREVIEWS).await?;
                }
                standing.push(change);
            } else {
                let taken = OperationError::Edit(EditLinkError::SlugTaken);
                self.fates[change.place] = Some(Err(taken));
            }
        }
        self.learn_exhausted(&mut standing).await?;
        for Change { place, old, new } in standing {
            self.outdated.push((old.namespace, old.slug));
            self.fates[place] = Some(Ok(self.note(new)));
        }
        Ok(())
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

    /// Whether a written change may stay; one that took a code kept for another is taken back.
    async fn stands(&self, change: &Change) -> Result<bool, StoreError> {
        let Change { old, new, .. } = change;
        if new.slug == old.slug || !self.links.is_kept_for_another(self.unit, new).await? {
            return Ok(true);
        }
        self.unit.links().update(old).await?;
        Ok(false)
    }

    fn note(&mut self, link: Link) -> Operated {
        self.held.insert(link.id, link.clone());
        if link.deleted_at.is_some() {
            self.room += 1;
            return Operated::Deleted;
        }
        Operated::Edited(link)
    }
}

fn create_error(error: CreateLinkError) -> OperationError {
    OperationError::Create(error)
}
