//! The collections that created links are added to: found or created by name, within the limits.

use std::collections::{HashMap, HashSet};

use super::outcome::OperationError;
use crate::collection::CollectionName;
use crate::id::{CollectionId, LinkId, UserId};
use crate::limits::Limits;
use crate::ports::{
    CollectionQuery, InsertCollection, Membership, StoreError, Timestamp, UnitOfWork,
};

/// How many memberships are written at a time.
const CHUNK: usize = 1_000;

#[derive(Clone)]
struct Named {
    /// `None` until a created link needs the collection.
    id: Option<CollectionId>,
    /// How many more links the collection may have.
    room: u64,
    /// For how many links room is reserved and not released.
    reserved: u64,
    /// Whether it was created by this operation.
    created: bool,
}

#[derive(Clone)]
pub(in crate::link) struct NamedCollections {
    owner: UserId,
    limits: Limits,
    /// Whether room is only reserved, and nothing is written.
    dry_run: bool,
    /// How many more collections the owner may have.
    room: u64,
    /// By folded name.
    known: HashMap<String, Named>,
    /// Folded names that do not exist.
    missing: HashSet<String>,
    memberships: Vec<Membership>,
    /// The collections created in this unit.
    created: Vec<CollectionId>,
}

impl NamedCollections {
    pub(in crate::link) fn new(owner: UserId, limits: Limits) -> Self {
        Self {
            owner,
            limits,
            dry_run: false,
            room: 0,
            known: HashMap::new(),
            missing: HashSet::new(),
            memberships: Vec::new(),
            created: Vec::new(),
        }
    }

    /// The same for a unit that is not committed.
    pub(in crate::link) fn for_dry_run(mut self) -> Self {
        self.dry_run = true;
        self
    }

    /// Forgets what may have changed since the previous unit. The owner is locked already, so that nobody else creates
    /// collections; nobody else finds those created here.
    pub(in crate::link) async fn begin_part(
        &mut self,
        unit: &dyn UnitOfWork,
    ) -> Result<(), StoreError> {
        self.known.retain(|_, named| named.created);
        self.missing.clear();
        let count = unit.collections().count_by_owner(self.owner).await?;
        self.room = self.limits.collections_per_user.saturating_sub(count);
        Ok(())
    }

    /// The collections created in this unit.
    pub(in crate::link) fn take_created(&mut self) -> Vec<CollectionId> {
        std::mem::take(&mut self.created)
    }

    /// Reserves room for one link in each of these distinct collections, or returns why there is none.
    pub(super) async fn reserve(
        &mut self,
        unit: &dyn UnitOfWork,
        names: &[CollectionName],
    ) -> Result<Option<OperationError>, StoreError> {
        let mut missing = 0;
        for name in names {
            match self.find(unit, name).await? {
                Some(named) if named.room == 0 => return Ok(Some(OperationError::CollectionFull)),
                Some(_) => {}
                None => missing += 1,
            }
            if missing > self.room {
                return Ok(Some(OperationError::TooManyCollections));
            }
        }
        for name in names {
            let named = self.known.entry(name.folded()).or_insert_with(|| {
                self.room = self.room.saturating_sub(1);
                Named {
                    id: None,
                    room: self.limits.links_per_collection,
                    reserved: 0,
                    created: false,
                }
            });
            named.room = named.room.saturating_sub(1);
            named.reserved += 1;
        }
        Ok(None)
    }

    /// Releases what [`reserve`](Self::reserve) reserved for a link that was not created.
    pub(super) fn release(&mut self, names: &[CollectionName]) {
        for name in names {
            let folded = name.folded();
            let Some(named) = self.known.get_mut(&folded) else {
                continue;
            };
            named.room += 1;
            named.reserved = named.reserved.saturating_sub(1);
            if named.id.is_none() && named.reserved == 0 {
                self.known.remove(&folded);
                self.room += 1;
            }
        }
    }

    /// The collection of this name, locked until the unit ends.
    async fn find(
        &mut self,
        unit: &dyn UnitOfWork,
        name: &CollectionName,
    ) -> Result<Option<&Named>, StoreError> {
        let folded = name.folded();
        if !self.known.contains_key(&folded) && !self.missing.contains(&folded) {
            match self.lock(unit, name).await? {
                Some(named) => {
                    self.known.insert(folded.clone(), named);
                }
                None => {
                    self.missing.insert(folded.clone());
                }
            }
        }
        Ok(self.known.get(&folded))
    }

    async fn lock(
        &self,
        unit: &dyn UnitOfWork,
        name: &CollectionName,
    ) -> Result<Option<Named>, StoreError> {
        let query = CollectionQuery {
            name: Some(name.clone()),
            ..CollectionQuery::for_owner(self.owner, 1)
        };
        let Some(found) = unit.collections().list(&query).await?.pop() else {
            return Ok(None);
        };
        // It may have been deleted or renamed while this unit waited for the lock.
        let locked = unit.collections().find_for_update(found.id).await?;
        let Some(locked) = locked.filter(|locked| locked.name.folded() == name.folded()) else {
            return Ok(None);
        };
        let count = unit.memberships().count(locked.id).await?;
        Ok(Some(Named {
            id: Some(locked.id),
            room: self.limits.links_per_collection.saturating_sub(count),
            reserved: 0,
            created: false,
        }))
    }

    /// Adds a link to these collections, and creates those that are missing.
    pub(super) async fn add(
        &mut self,
        unit: &dyn UnitOfWork,
        link: LinkId,
        names: &[CollectionName],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for name in names.iter().filter(|_| !self.dry_run) {
            let Some(named) = self.known.get_mut(&name.folded()) else {
                continue;
            };
            let collection = if let Some(id) = named.id {
                id
            } else {
                let insert = InsertCollection {
                    owner: self.owner,
                    name: name.clone(),
                    description: None,
                    created_at: now,
                };
                let id = unit.collections().insert(&insert).await?.id;
                named.created = true;
                self.created.push(id);
                id
            };
            named.id = Some(collection);
            self.memberships.push(Membership { collection, link });
        }
        Ok(())
    }

    /// Writes the memberships that [`add`](Self::add) collected.
    pub(super) async fn write(&mut self, unit: &dyn UnitOfWork) -> Result<(), StoreError> {
        for chunk in self.memberships.chunks(CHUNK) {
            unit.memberships().insert(chunk).await?;
        }
        self.memberships.clear();
        Ok(())
    }
}
