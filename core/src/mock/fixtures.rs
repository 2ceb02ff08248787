//! What the store of a test contains, a line for each thing. Expectations that a test set before take precedence.

use super::bundle::MockPorts;
use super::{MockNews, sample};
use crate::collection::{Collection, CollectionName};
use crate::id::{AuditEntryId, JobId, LinkId};
use crate::job::Job;
use crate::link::Link;
use crate::ports::{Change, InsertJob, InsertLink, StoreError};
use crate::user::User;

/// The one slug that is taken with [`MockPorts::with_slugs`].
pub const TAKEN_SLUG: &str = "taken";

impl MockPorts {
    /// The only user, or none.
    #[must_use]
    pub fn with_user(mut self, user: impl Into<Option<User>>) -> Self {
        let user = user.into();
        let (by_id, by_email, by_token) = (user.clone(), user.clone(), user.clone());
        let locked = user;
        let users = &mut self.users;
        let find = users.expect_find_by_id();
        find.returning(move |id| Ok(by_id.clone().filter(|user| user.id == id)));
        let find = users.expect_find_by_email();
        find.returning(move |_| Ok(by_email.clone()));
        let find = users.expect_find_for_update();
        find.returning(move |id| Ok(locked.clone().filter(|user| user.id == id)));
        let find = self.user_finder.expect_find_user();
        find.returning(move |id, epoch| {
            let found = by_token.clone().filter(|user| user.id == id);
            Ok(found.filter(|user| user.token_epoch == epoch))
        });
        self
    }

    /// Every user has this many links and collections.
    #[must_use]
    pub fn with_owned(mut self, links: u64, collections: u64) -> Self {
        let count = self.links.expect_count_by_owner();
        count.returning(move |_| Ok(links));
        let count = self.collections.expect_count_by_owner();
        count.returning(move |_| Ok(collections));
        self
    }

    /// The only user, who has no links and collections yet.
    #[must_use]
    pub fn with_empty_account(self, user: User) -> Self {
        self.with_user(user).with_owned(0, 0)
    }

    /// The only link.
    #[must_use]
    pub fn with_link(mut self, link: Link) -> Self {
        let (found, locked, locked_many) = (link.clone(), link.clone(), link);
        let find = self.links.expect_find_by_id();
        find.returning(move |id| Ok((found.id == id).then(|| found.clone())));
        let find = self.links.expect_find_for_update();
        find.returning(move |id| Ok((locked.id == id).then(|| locked.clone())));
        let find = self.link_batches.expect_find_for_update();
        find.returning(move |ids| {
            let found = ids.contains(&locked_many.id).then(|| locked_many.clone());
            Ok(found.into_iter().collect())
        });
        self
    }

    /// The only collection, with this many links.
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

    /// Links can be created, with ids from 100 on and any slug but [`TAKEN_SLUG`].
    #[must_use]
    pub fn with_slugs(mut self) -> Self {
        fn insert((index, link): (i64, &InsertLink)) -> Option<Link> {
            let id = LinkId(100 + index);
            (link.slug.as_str() != TAKEN_SLUG).then(|| link.clone().into_link(id))
        }
        let inserted = self.links.expect_insert();
        inserted.returning(|link| insert((0, link)).ok_or(StoreError::Conflict));
        let inserted = self.link_batches.expect_insert();
        inserted.returning(|links| Ok((0..).zip(links).map(insert).collect()));
        let updated = self.link_batches.expect_update();
        updated.returning(|links| {
            let written = links.iter().map(|link| link.slug.as_str() != TAKEN_SLUG);
            Ok(written.collect())
        });
        self
    }

    /// Acts of administrators are recorded.
    #[must_use]
    pub fn with_audit_log(mut self) -> Self {
        let insert = self.audit_log.expect_insert();
        insert.returning(|entry| Ok(entry.clone().into_entry(AuditEntryId(1))));
        self
    }

    /// Exactly this job is enqueued, due at once.
    #[must_use]
    pub fn expecting_job(self, wanted: Job) -> Self {
        self.expecting_insert_job(InsertJob::untraced(wanted, sample::now()))
    }

    /// Exactly this job is enqueued, in this trace.
    #[must_use]
    pub fn expecting_insert_job(mut self, wanted: InsertJob) -> Self {
        let insert = self.jobs.expect_insert().times(1);
        insert
            .withf(move |job| *job == wanted)
            .returning(|_| Ok(JobId(1)));
        self
    }

    /// Exactly these changes are announced, at once.
    #[must_use]
    pub fn expecting_news(mut self, wanted: &[Change]) -> Self {
        let wanted = wanted.to_vec();
        self.news = MockNews::new();
        let announce = self.news.expect_announce().times(1);
        announce
            .withf(move |changes| changes == wanted)
            .returning(|_| Ok(()));
        self
    }

    /// The only tombstone, or none.
    #[must_use]
    pub fn with_tombstone(mut self, tombstone: impl Into<Option<Link>>) -> Self {
        let tombstone = tombstone.into();
        let find = self.tombstones.expect_find_latest();
        find.returning(move |_, _, _| Ok(tombstone.clone()));
        self
    }
}
