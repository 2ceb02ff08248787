//! Creating links of several owners in one unit of work.

use std::collections::BTreeMap;

use futures_util::future::join_all;

use super::availability::Room;
use super::create_group::{Created, Wanted};
use super::{Link, Links, QueryForwarding};
use crate::id::{LinkId, UserId};
use crate::ports::{InsertLink, StoreError, UnitOfWork};

impl Links {
    /// Creates these links, those that nothing prevents in one unit, and returns the outcome of each.
    pub(super) async fn create_together(&self, wanted: &[Wanted]) -> Vec<Created> {
        let created = match wanted {
            [_] => Ok(vec![None]),
            many => self.create_unhindered(many).await,
        };
        let created = match created {
            Ok(created) => created,
            Err(error) if is_of_all(&error) => {
                let failures = wanted.iter().map(|_| Err(error.for_another().into()));
                return failures.collect();
            }
            // One of them would fail every unit.
            Err(_) => wanted.iter().map(|_| None).collect(),
        };
        let decide = |(wanted, created): (_, Option<Link>)| async move {
            match created {
                Some(link) => Ok(link),
                None => self.create_alone(wanted).await,
            }
        };
        join_all(wanted.iter().zip(created).map(decide)).await
    }

    /// Creates these links in one unit, except those that may have to be refused.
    async fn create_unhindered(&self, wanted: &[Wanted]) -> Result<Vec<Option<Link>>, StoreError> {
        let unit = self.ports.store.begin().await?;
        let mut rooms = self.lock_rooms(&*unit, wanted).await?;
        let (mut indices, mut inserts) = (Vec::new(), Vec::new());
        for (index, wanted) in wanted.iter().enumerate() {
            if let Some(insert) = admitted(wanted, &mut rooms) {
                indices.push(index);
                inserts.push(insert);
            }
        }
        let inserted = unit.link_batches().insert(&inserts).await?;
        let mut created: Vec<Option<Link>> = wanted.iter().map(|_| None).collect();
        let mut reserved: Vec<LinkId> = Vec::new();
        for (index, inserted) in indices.into_iter().zip(inserted) {
            match inserted {
                Some(link) if self.is_reserved_for_another(&*unit, &link).await? => {
                    reserved.push(link.id);
                }
                inserted => created[index] = inserted,
            }
        }
        if !reserved.is_empty() {
            unit.link_batches().delete(&reserved).await?;
        }
        unit.commit().await?;
        Ok(created)
    }

    /// The room of each owner. They are locked in ascending order, so that two units do not deadlock.
    async fn lock_rooms(
        &self,
        unit: &dyn UnitOfWork,
        wanted: &[Wanted],
    ) -> Result<BTreeMap<UserId, Room>, StoreError> {
        let owners = wanted.iter().filter_map(|wanted| wanted.link.owner);
        let mut rooms: BTreeMap<_, _> = owners.map(|owner| (owner, Room::default())).collect();
        for (owner, room) in &mut rooms {
            match self.lock_room(unit, *owner).await {
                Ok(found) => *room = found,
                Err(StoreError::Missing) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(rooms)
    }
}

/// The link, if its owner has room left.
fn admitted(wanted: &Wanted, rooms: &mut BTreeMap<UserId, Room>) -> Option<InsertLink> {
    let mut forwarding = QueryForwarding::default();
    if let Some(owner) = wanted.link.owner {
        let room = rooms.get_mut(&owner)?;
        room.links = room.links.checked_sub(1)?;
        forwarding = room.query_forwarding;
    }
    Some(wanted.with_default(forwarding))
}

/// Whether the store failed and not one of the links.
fn is_of_all(error: &StoreError) -> bool {
    match error {
        StoreError::Unavailable(_) | StoreError::TooSlow(_) | StoreError::Damaged(_) => true,
        StoreError::Conflict | StoreError::Missing | StoreError::Internal(_) => false,
    }
}
