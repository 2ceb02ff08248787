//! What the store of a test has, a line for each thing. An expectation that a test sets before comes first.

use super::bundle::MockPorts;
use super::sample;
use crate::collection::{Collection, CollectionName};
use crate::id::{JobId, LinkId};
use crate::job::Job;
use crate::link::Link;
use crate::ports::{InsertLink, StoreError};
use crate::user::User;

/// The one slug that is taken where [`MockPorts::with_slugs`] says which are free.
pub const TAKEN: &str = "taken";

impl MockPorts {
    /// There is this user, and nobody else, or nobody at all.
    #[must_use]
    pub fn with_user(mut self, user: impl Into<Option<User>>) -> Self {
        let user = user.into();
        let (by_id, by_email, locked) = (user.clone(), user.clone(), user);
        let users = &mut self.users;
        let find = users.expect_find_by_id();
        find.returning(move |id| Ok(by_id.clone().filter(|user| user.id == id)));
        let find = users.expect_find_by_email();
        find.returning(move |_| Ok(by_email.clone()));
        let find = users.expect_find_for_update();
        find.returning(move |id| Ok(locked.clone().filter(|user| user.id == id)));
        self
    }

    /// Every user has so many links and collections already.
    #[must_use]
    pub fn with_owned(mut self, links: u64, collections: u64) -> Self {
        let count = self.links.expect_count_by_owner();
        count.returning(move |_| Ok(links));
        let count = self.collections.expect_count_by_owner();
        count.returning(move |_| Ok(collections));
        self
    }

    /// Lets `user` make links and collections: there is such a user, who has none yet.
    #[must_use]
    pub fn admitting(self, user: User) -> Self {
        self.with_user(user).with_owned(0, 0)
    }

    /// There is this link, and no other.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        let (found, locked, held) = (link.clone(), link.clone(), link);
        let find = self.links.expect_find_by_id();
        find.returning(move |id| Ok((found.id == id).then(|| found.clone())));
        let find = self.links.expect_find_for_update();
        find.returning(move |id| Ok((locked.id == id).then(|| locked.clone())));
        let find = self.link_batches.expect_find_for_update();
        find.returning(move |ids| {
            let held = ids.contains(&held.id).then(|| held.clone());
            Ok(held.into_iter().collect())
        });
        self
    }

    /// There is this collection, and no other; it has so many links.
    #[must_use]
    pub fn with_collection(mut self, collection: Collection, links: u64) -> Self {
        let (found, locked, listed) = (collection.clone(), collection.clone(), collection);
        let collections = &mut self.collections;
        let find = collections.expect_find_by_id();
        find.returning(move |id| Ok((found.id == id).then(|| found.clone())));
        let find = collections.expect_find_for_update();
        find.returning(move |id| Ok((locked.id == id).then(|| locked.clone())));
        collections.expect_list().returning(move |query| {
            let name = query.name.as_ref().map(CollectionName::folded);
            let listed = Some(listed.clone());
            let named = |known: &Collection| name.is_none_or(|name| name == known.name.folded());
            Ok(listed.filter(named).into_iter().collect())
        });
        let count = self.memberships.expect_count();
        count.returning(move |_| Ok(links));
        self
    }

    /// Links can be created, as number 100 and on, and have any slug but [`TAKEN`].
    #[must_use]
    pub fn with_slugs(mut self) -> Self {
        fn insert((index, link): (i64, &InsertLink)) -> Option<Link> {
            let id = LinkId(100 + index);
            (link.slug.as_str() != TAKEN).then(|| link.clone().into_link(id))
        }
        let inserted = self.links.expect_insert();
        inserted.returning(|link| insert((0, link)).ok_or(StoreError::Conflict));
        let inserted = self.link_batches.expect_insert();
        inserted.returning(|links| Ok((0..).zip(links).map(insert).collect()));
        let updated = self.link_batches.expect_update();
        updated.returning(|links| {
            let written = links.iter().map(|link| link.slug.as_str() != TAKEN);
            Ok(written.collect())
        });
        self
    }

    /// One job is left for later: this one, due at once.
    #[must_use]
    pub fn expecting_job(mut self, wanted: Job) -> Self {
        let insert = self.jobs.expect_insert().times(1);
        insert
            .withf(move |job, due| *job == wanted && *due == sample::now())
            .returning(|_, _| Ok(JobId(1)));
        self
    }

    /// This link left its slug, or none did.
    #[must_use]
    pub fn with_tombstone(mut self, left: impl Into<Option<Link>>) -> Self {
        let left = left.into();
        let find = self.tombstones.expect_find_latest();
        find.returning(move |_, _, _| Ok(left.clone()));
        self
    }
}
