use korotko_core::click::Tally;
use korotko_core::id::{LinkId, UserId};
use korotko_core::link::{Link, Namespace, Slug, Tags, TargetUrl};
use korotko_core::ports::{InsertLink, StoreError, Timestamp};
use rpds::{RedBlackTreeMapSync, RedBlackTreeSetSync};

/// The links, live and deleted, with their indexes.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinkTable {
    rows: RedBlackTreeMapSync<LinkId, Link>,
    /// The live link of each slug.
    live: RedBlackTreeMapSync<(Namespace, Slug), LinkId>,
    /// The deleted links of each slug, in the order of their deletion.
    tombstones: RedBlackTreeSetSync<(Namespace, Slug, Timestamp, LinkId)>,
    /// All deleted links, in the order of their deletion.
    deletions: RedBlackTreeSetSync<(Timestamp, LinkId)>,
    /// The links of each user: those they own and those in their namespace.
    by_user: RedBlackTreeSetSync<(UserId, LinkId)>,
    last_id: i64,
}

impl LinkTable {
    pub(crate) fn find(&self, id: LinkId) -> Option<&Link> {
        self.rows.get(&id)
    }

    pub(crate) fn is_live(&self, id: LinkId) -> bool {
        self.find(id).is_some_and(|link| link.deleted_at.is_none())
    }

    pub(crate) fn find_live(&self, namespace: Namespace, slug: &Slug) -> Option<&Link> {
        let id = self.live.get(&(namespace, slug.clone()))?;
        self.rows.get(id)
    }

    /// The link with this slug that was deleted last.
    pub(crate) fn find_tombstone(&self, namespace: Namespace, slug: &Slug) -> Option<&Link> {
        let at = |moment, id| (namespace, slug.clone(), moment, LinkId(id));
        let first = at(Timestamp::MIN_UTC, i64::MIN);
        let last = at(Timestamp::MAX_UTC, i64::MAX);
        let (.., id) = self.tombstones.range(first..=last).next_back()?;
        self.rows.get(id)
    }

    /// All links, deleted or not, in ascending id order.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Link> {
        self.rows.values()
    }

    /// The links that this user owns, deleted or not.
    pub(crate) fn owned_by(&self, owner: UserId) -> impl Iterator<Item = &Link> {
        let theirs = self.by_user.range(all_of(owner));
        theirs
            .filter_map(|(_, id)| self.rows.get(id))
            .filter(move |link| link.owner == Some(owner))
    }

    /// The links that this user owns or that are in their namespace, deleted or not.
    pub(crate) fn ids_of(&self, user: UserId) -> Vec<LinkId> {
        let theirs = self.by_user.range(all_of(user));
        theirs.map(|(_, id)| *id).collect()
    }

    /// The links deleted at or before `until`.
    pub(crate) fn ids_deleted(&self, until: Timestamp) -> impl Iterator<Item = LinkId> {
        let old = self.deletions.range(..=(until, LinkId(i64::MAX)));
        old.map(|(_, id)| *id)
    }

    pub(crate) fn insert(&mut self, link: &InsertLink) -> Result<Link, StoreError> {
        if self.find_live(link.namespace, &link.slug).is_some() {
            return Err(StoreError::Conflict);
        }
        self.last_id += 1;
        let link = link.clone().into_link(LinkId(self.last_id));
        self.put(link.clone());
        Ok(link)
    }

    pub(crate) fn update(&mut self, link: &Link) -> Result<(), StoreError> {
        let before = self.find(link.id).ok_or(StoreError::Missing)?;
        let (created_at, clicks, exhausted) = (before.created_at, before.clicks, before.exhausted);
        let holder = self.find_live(link.namespace, &link.slug);
        if link.deleted_at.is_none() && holder.is_some_and(|holder| holder.id != link.id) {
            return Err(StoreError::Conflict);
        }
        self.delete(link.id);
        self.put(Link {
            created_at,
            clicks,
            exhausted,
            ..link.clone()
        });
        Ok(())
    }

    /// Adds clicks to the totals of their link.
    pub(crate) fn add_clicks(&mut self, tally: &Tally) {
        // No index contains these fields.
        if let Some(link) = self.rows.get_mut(&tally.link) {
            link.clicks.counts += tally.counts;
            link.clicks.last_at = link.clicks.last_at.max(Some(tally.last_at));
            link.clicks.last_human_at = link.clicks.last_human_at.max(tally.last_human_at);
        }
    }

    /// Updates whether a link is exhausted with this number of consumed clicks.
    pub(crate) fn update_exhausted(&mut self, id: LinkId, consumed: u64) {
        if let Some(link) = self.rows.get_mut(&id) {
            link.exhausted = link.max_clicks.is_some_and(|max| consumed >= max);
        }
    }

    fn put(&mut self, link: Link) {
        let slug = (link.namespace, link.slug.clone());
        match link.deleted_at {
            None => self.live.insert_mut(slug, link.id),
            Some(at) => {
                self.tombstones.insert_mut((slug.0, slug.1, at, link.id));
                self.deletions.insert_mut((at, link.id));
            }
        }
        for user in users_of(&link) {
            self.by_user.insert_mut((user, link.id));
        }
        self.rows.insert_mut(link.id, link);
    }

    /// Removes a row to which no other table may refer.
    pub(crate) fn delete(&mut self, id: LinkId) {
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

    /// Clears all fields of a row but slug, owner and times; returns whether there were any.
    pub(crate) fn clear(&mut self, id: LinkId) -> bool {
        let Some(link) = self.rows.get_mut(&id) else {
            return false;
        };
        let empty = TargetUrl::from_stored(String::new());
        let cleared =
            link.target != empty || link.title.is_some() || !link.tags.as_slice().is_empty();
        link.target = empty;
        link.fallback = None;
        link.title = None;
        link.tags = Tags::default();
        link.imported_clicks = None;
        if let Some(block) = &mut link.block {
            block.reason = None;
        }
        cleared
    }

    /// Makes a global link a tombstone without an owner, deleted at `now` if it is live; returns whether the link is global.
    pub(crate) fn release(&mut self, id: LinkId, now: Timestamp) -> bool {
        let global = self
            .find(id)
            .filter(|link| link.namespace == Namespace::Global);
        let Some(mut link) = global.cloned() else {
            return false;
        };
        self.delete(id);
        link.owner = None;
        if link.deleted_at.is_none() {
            link.deleted_at = Some(now);
            link.updated_at = now;
        }
        self.put(link);
        true
    }
}

/// All entries of one user.
fn all_of(user: UserId) -> std::ops::RangeInclusive<(UserId, LinkId)> {
    (user, LinkId(i64::MIN))..=(user, LinkId(i64::MAX))
}

/// The users of a link: its owner, and the user in whose namespace it is.
fn users_of(link: &Link) -> impl Iterator<Item = UserId> + use<> {
    let resident = match link.namespace {
        Namespace::Global => None,
        Namespace::Personal(user) => Some(user),
    };
    link.owner.into_iter().chain(resident)
}
