//! The sets that an import puts links into: found or made by name, within the limits.

use std::collections::{HashMap, HashSet};

use super::import::ImportRowError;
use crate::collection::CollectionName;
use crate::id::{CollectionId, LinkId, UserId};
use crate::limits::Limits;
use crate::ports::{
    CollectionQuery, InsertCollection, Membership, StoreError, Timestamp, UnitOfWork,
};

/// How many memberships are written at a time.
const CHUNK: usize = 1_000;

#[derive(Clone)]
struct Set {
    /// `None` until a row that was brought in needs it.
    id: Option<CollectionId>,
    /// How many more links it may have.
    room: u64,
    /// How many places in it were kept and not given back.
    kept: u64,
    /// Whether this import made it.
    made: bool,
}

#[derive(Clone)]
pub(super) struct ImportSets {
    owner: UserId,
    limits: Limits,
    /// How many more sets the owner may have.
    room: u64,
    /// By folded name.
    known: HashMap<String, Set>,
    /// Folded names that were looked for in vain.
    missing: HashSet<String>,
    memberships: Vec<Membership>,
    /// Those that were made in this unit.
    made: Vec<CollectionId>,
}

impl ImportSets {
    pub(super) fn new(owner: UserId, limits: Limits) -> Self {
        Self {
            owner,
            limits,
            room: 0,
            known: HashMap::new(),
            missing: HashSet::new(),
            memberships: Vec::new(),
            made: Vec::new(),
        }
    }

    /// Looks anew at what others may have changed since the unit before. The owner is held already, so that nobody else makes
    /// sets; those that this import made are found by nobody else.
    pub(super) async fn begin_part(&mut self, unit: &dyn UnitOfWork) -> Result<(), StoreError> {
        self.known.retain(|_, set| set.made);
        self.missing.clear();
        let count = unit.collections().count_by_owner(self.owner).await?;
        self.room = self.limits.collections_per_user.saturating_sub(count);
        Ok(())
    }

    /// The sets that were made in this unit.
    pub(super) fn take_made(&mut self) -> Vec<CollectionId> {
        std::mem::take(&mut self.made)
    }

    /// Keeps a place for one link in each of these sets, none of which is there twice, or says why there is none.
    pub(super) async fn reserve(
        &mut self,
        unit: &dyn UnitOfWork,
        names: &[CollectionName],
    ) -> Result<Option<ImportRowError>, StoreError> {
        let mut unmade = 0;
        for name in names {
            match self.find(unit, name).await? {
                Some(set) if set.room == 0 => return Ok(Some(ImportRowError::CollectionFull)),
                Some(_) => {}
                None => unmade += 1,
            }
            if unmade > self.room {
                return Ok(Some(ImportRowError::TooManyCollections));
            }
        }
        for name in names {
            let room = self.limits.links_per_collection;
            let sets = &mut self.room;
            let set = self.known.entry(name.folded()).or_insert_with(|| {
                *sets = sets.saturating_sub(1);
                Set {
                    id: None,
                    room,
                    kept: 0,
                    made: false,
                }
            });
            set.room = set.room.saturating_sub(1);
            set.kept += 1;
        }
        Ok(None)
    }

    /// Gives back the places that [`reserve`](Self::reserve) kept for a row that was not brought in.
    pub(super) fn release(&mut self, names: &[CollectionName]) {
        for name in names {
            let folded = name.folded();
            let Some(set) = self.known.get_mut(&folded) else {
                continue;
            };
            set.room += 1;
            set.kept = set.kept.saturating_sub(1);
            if set.id.is_none() && set.kept == 0 {
                self.known.remove(&folded);
                self.room += 1;
            }
        }
    }

    /// The set of this name, if there is one, held until the unit ends.
    async fn find(
        &mut self,
        unit: &dyn UnitOfWork,
        name: &CollectionName,
    ) -> Result<Option<&Set>, StoreError> {
        let folded = name.folded();
        if !self.known.contains_key(&folded) && !self.missing.contains(&folded) {
            match self.hold(unit, name).await? {
                Some(set) => {
                    self.known.insert(folded.clone(), set);
                }
                None => {
                    self.missing.insert(folded.clone());
                }
            }
        }
        Ok(self.known.get(&folded))
    }

    async fn hold(
        &self,
        unit: &dyn UnitOfWork,
        name: &CollectionName,
    ) -> Result<Option<Set>, StoreError> {
        let query = CollectionQuery {
            name: Some(name.clone()),
            ..CollectionQuery::of(self.owner, 1)
        };
        let Some(found) = unit.collections().list(&query).await?.pop() else {
            return Ok(None);
        };
        // It may have been deleted or renamed while it was waited for.
        let held = unit.collections().find_for_update(found.id).await?;
        let Some(held) = held.filter(|held| held.name.folded() == name.folded()) else {
            return Ok(None);
        };
        let count = unit.memberships().count(held.id).await?;
        Ok(Some(Set {
            id: Some(held.id),
            room: self.limits.links_per_collection.saturating_sub(count),
            kept: 0,
            made: false,
        }))
    }

    /// Puts a link into these sets, and makes those that are missing.
    pub(super) async fn place(
        &mut self,
        unit: &dyn UnitOfWork,
        link: LinkId,
        names: &[CollectionName],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for name in names {
            let Some(set) = self.known.get_mut(&name.folded()) else {
                continue;
            };
            let collection = if let Some(id) = set.id {
                id
            } else {
                let insert = InsertCollection {
                    owner: self.owner,
                    name: name.clone(),
                    description: None,
                    created_at: now,
                };
                let id = unit.collections().insert(&insert).await?.id;
                set.made = true;
                self.made.push(id);
                id
            };
            set.id = Some(collection);
            self.memberships.push(Membership { collection, link });
        }
        Ok(())
    }

    /// Writes what [`place`](Self::place) noted.
    pub(super) async fn write(&mut self, unit: &dyn UnitOfWork) -> Result<(), StoreError> {
        for chunk in self.memberships.chunks(CHUNK) {
            unit.memberships().insert(chunk).await?;
        }
        self.memberships.clear();
        Ok(())
    }
}
