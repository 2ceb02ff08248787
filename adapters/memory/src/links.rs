use async_trait::async_trait;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, Slug};
use korotko_core::ports::{InsertLink, LinkQuery, LinkRepository, StoreError, Timestamp};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

use crate::rows::Rows;

/// The links, live and deleted, and the ways to find them.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinkTable {
    rows: RedBlackTreeMapSync<LinkId, Link>,
    /// Of each code the one live link.
    live: RedBlackTreeMapSync<(Namespace, Slug), LinkId>,
    /// Of each code the deleted links, in the order of their deletion.
    tombstones: RedBlackTreeSetSync<(Namespace, Slug, Timestamp, LinkId)>,
    /// All deleted links in the order of their deletion.
    deletions: RedBlackTreeSetSync<(Timestamp, LinkId)>,
    /// Of each user the links they own and those in their namespace.
    by_user: RedBlackTreeSetSync<(UserId, LinkId)>,
    last_id: i64,
}

impl LinkTable {
    pub(crate) fn find(&self, id: LinkId) -> Option<&Link> {
        self.rows.get(&id)
    }

    pub(crate) fn find_live(&self, namespace: Namespace, slug: &Slug) -> Option<&Link> {
        let id = self.live.get(&(namespace, slug.clone()))?;
        self.rows.get(id)
    }

    /// The link of this code that was deleted last.
    pub(crate) fn find_tombstone(&self, namespace: Namespace, slug: &Slug) -> Option<&Link> {
        let at = |moment, id| (namespace, slug.clone(), moment, LinkId(id));
        let first = at(Timestamp::MIN_UTC, i64::MIN);
        let last = at(Timestamp::MAX_UTC, i64::MAX);
        let (.., id) = self.tombstones.range(first..=last).next_back()?;
        self.rows.get(id)
    }

    fn list(&self, query: &LinkQuery) -> Vec<Link> {
        let first = (query.owner, LinkId(i64::MIN));
        let end = (query.owner, query.after.unwrap_or(LinkId(i64::MAX)));
        let newest_first = self.by_user.range(first..end).rev();
        newest_first
            .filter_map(|(_, id)| self.rows.get(id))
            .filter(|link| link.owner == Some(query.owner) && link.deleted_at.is_none())
            .take(query.limit as usize)
            .cloned()
            .collect()
    }

    fn insert(&mut self, link: &InsertLink) -> Result<Link, StoreError> {
        if self.find_live(link.namespace, &link.slug).is_some() {
            return Err(StoreError::Conflict);
        }
        self.last_id += 1;
        let link = Link {
            id: LinkId(self.last_id),
            namespace: link.namespace,
            slug: link.slug.clone(),
            target: link.target.clone(),
            owner: link.owner,
            redirect_status: link.redirect_status,
            expires_at: link.expires_at,
            created_at: link.created_at,
            updated_at: link.created_at,
            deleted_at: None,
        };
        self.put(link.clone());
        Ok(link)
    }

    fn update(&mut self, link: &Link) -> Result<(), StoreError> {
        if !self.rows.contains_key(&link.id) {
            return Err(StoreError::Missing);
        }
        let holder = self.find_live(link.namespace, &link.slug);
        if link.deleted_at.is_none() && holder.is_some_and(|holder| holder.id != link.id) {
            return Err(StoreError::Conflict);
        }
        self.delete(link.id);
        self.put(link.clone());
        Ok(())
    }

    fn put(&mut self, link: Link) {
        let code = (link.namespace, link.slug.clone());
        match link.deleted_at {
            None => self.live.insert_mut(code, link.id),
            Some(at) => {
                self.tombstones.insert_mut((code.0, code.1, at, link.id));
                self.deletions.insert_mut((at, link.id));
            }
        }
        for user in users_of(&link) {
            self.by_user.insert_mut((user, link.id));
        }
        self.rows.insert_mut(link.id, link);
    }

    fn delete(&mut self, id: LinkId) {
        let Some(link) = self.rows.get(&id).cloned() else {
            return;
        };
        for user in users_of(&link) {
            self.by_user.remove_mut(&(user, id));
        }
        match link.deleted_at {
            None => {
                self.live.remove_mut(&(link.namespace, link.slug));
            }
            Some(at) => {
                let tombstone = (link.namespace, link.slug, at, id);
                self.tombstones.remove_mut(&tombstone);
                self.deletions.remove_mut(&(at, id));
            }
        }
        self.rows.remove_mut(&id);
    }

    fn delete_by_owner(&mut self, owner: UserId, now: Timestamp) -> u64 {
        let first = (owner, LinkId(i64::MIN));
        let last = (owner, LinkId(i64::MAX));
        let theirs = self.by_user.range(first..=last);
        let theirs: Vec<_> = theirs
            .filter_map(|(_, id)| self.rows.get(id).cloned())
            .collect();
        let mut live = 0;
        for mut link in theirs {
            live += u64::from(link.deleted_at.is_none());
            self.delete(link.id);
            if link.namespace == Namespace::Global {
                link.owner = None;
                if link.deleted_at.is_none() {
                    link.deleted_at = Some(now);
                    link.updated_at = now;
                }
                self.put(link);
            }
        }
        live
    }

    pub(crate) fn delete_tombstones(&mut self, until: Timestamp) -> u64 {
        let old = self.deletions.range(..=(until, LinkId(i64::MAX)));
        let old: Vec<_> = old.map(|(_, id)| *id).collect();
        let count = old.len() as u64;
        for id in old {
            self.delete(id);
        }
        count
    }
}

/// With whom a link goes: its owner, and the user in whose namespace it is.
fn users_of(link: &Link) -> impl Iterator<Item = UserId> + use<> {
    let resident = match link.namespace {
        Namespace::Global => None,
        Namespace::Personal(user) => Some(user),
    };
    link.owner.into_iter().chain(resident)
}

#[async_trait]
impl LinkRepository for Rows {
    async fn find_by_id(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        self.read(|state| state.links.find(id).cloned())
    }

    async fn find_for_update(&self, id: LinkId) -> Result<Option<Link>, StoreError> {
        self.read_for_update(|state| state.links.find(id).cloned())
    }

    async fn list(&self, query: &LinkQuery) -> Result<Vec<Link>, StoreError> {
        self.read(|state| state.links.list(query))
    }

    async fn insert(&self, link: &InsertLink) -> Result<Link, StoreError> {
        self.write(|state| {
            state.refuse_unknown(link.owner)?;
            state.links.insert(link)
        })
    }

    async fn update(&self, link: &Link) -> Result<(), StoreError> {
        self.write(|state| state.links.update(link))
    }

    async fn delete_by_owner(&self, owner: UserId, now: Timestamp) -> Result<u64, StoreError> {
        self.write(|state| Ok(state.links.delete_by_owner(owner, now)))
    }
}
