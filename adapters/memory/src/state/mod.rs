mod clicks;
mod imports;

use korotko_core::collection::Collection;
use korotko_core::id::{CollectionId, LinkId, UserId};
use korotko_core::link::Link;
use korotko_core::ports::{StoreError, TargetReview, Timestamp};
use korotko_core::share::ShareSubject;
use korotko_rollup::Subject;

use crate::tables::abuse_reports::AbuseReportTable;
use crate::tables::audit_log::AuditLogTable;
use crate::tables::click_logs::ClickLogTable;
use crate::tables::clicks::ClickTable;
use crate::tables::collections::CollectionTable;
use crate::tables::email_changes::EmailChangeTable;
use crate::tables::import_drafts::ImportDraftTable;
use crate::tables::imports::ImportTable;
use crate::tables::invitations::InvitationTable;
use crate::tables::jobs::JobTable;
use crate::tables::keys::KeyTable;
use crate::tables::links::LinkTable;
use crate::tables::memberships::MembershipTable;
use crate::tables::reports::ReportTable;
use crate::tables::rollups::RollupTable;
use crate::tables::salts::SaltTable;
use crate::tables::schedules::ScheduleTable;
use crate::tables::sessions::SessionTable;
use crate::tables::shares::ShareTable;
use crate::tables::users::UserTable;

/// All rows at one moment. Its maps are persistent: a clone is cheap, and shares what neither changes.
#[derive(Debug, Clone, Default)]
pub(crate) struct State {
    pub(crate) users: UserTable,
    pub(crate) invitations: InvitationTable,
    pub(crate) email_changes: EmailChangeTable,
    pub(crate) keys: KeyTable,
    pub(crate) sessions: SessionTable,
    pub(crate) links: LinkTable,
    pub(crate) collections: CollectionTable,
    pub(crate) memberships: MembershipTable,
    pub(crate) shares: ShareTable,
    pub(crate) target_review: Option<TargetReview>,
    pub(crate) imports: ImportTable,
    pub(crate) import_drafts: ImportDraftTable,
    pub(crate) jobs: JobTable,
    pub(crate) clicks: ClickTable,
    pub(crate) rollups: RollupTable,
    pub(crate) click_logs: ClickLogTable,
    pub(crate) salts: SaltTable,
    pub(crate) reports: ReportTable,
    pub(crate) schedules: ScheduleTable,
    pub(crate) abuse_reports: AbuseReportTable,
    pub(crate) audit_log: AuditLogTable,
}

/// Operations over several tables: they check references, and cascade deletions like foreign keys.
impl State {
    /// Refuses a row of a user who does not exist.
    pub(crate) fn refuse_unknown(&self, user: Option<UserId>) -> Result<(), StoreError> {
        let known = user.is_none_or(|id| self.users.find(id).is_some());
        known.then_some(()).ok_or(StoreError::Missing)
    }

    /// The link, unless it is staged.
    pub(crate) fn find_link(&self, id: LinkId) -> Option<&Link> {
        let link = self.links.find(id)?;
        (!self.imports.has_link(id)).then_some(link)
    }

    /// The collection, unless it is staged, with its links counted.
    pub(crate) fn find_collection(&self, id: CollectionId) -> Option<Collection> {
        if self.imports.has_collection(id) {
            return None;
        }
        let mut collection = self.collections.find(id)?.clone();
        let links = self.memberships.links_of(id);
        let live = links
            .filter_map(|link| self.find_link(link))
            .filter(|link| link.deleted_at.is_none());
        collection.links = live.count() as u64;
        Some(collection)
    }

    /// Removes a user together with their changes of address, keys, sessions, links, drafts of imports, jobs, collections, shares, reports,
    /// schedules and counts. In memory that is fast, so that nothing is left to purge later.
    pub(crate) fn delete_user(&mut self, id: UserId, now: Timestamp) -> bool {
        if self.users.find(id).is_none() {
            return false;
        }
        self.email_changes.delete_by_user(id);
        self.keys.delete_by_owner(id);
        self.sessions.delete_by_user(id);
        self.remove_imports_of(id);
        self.import_drafts.delete_by_owner(id);
        self.delete_links_of(id, now);
        self.jobs.delete_by_user(id);
        for collection in self.collections.ids_of(id) {
            self.delete_collection(collection);
        }
        self.reports.delete_by_owner(id);
        self.schedules.delete_by_owner(id);
        self.shares.delete_by_owner(id);
        self.rollups.delete_subject(Subject::Owner(id));
        self.users.delete(id)
    }

    /// Removes a collection together with its memberships and share.
    pub(crate) fn delete_collection(&mut self, id: CollectionId) -> bool {
        self.shares.delete_by_subject(ShareSubject::Collection(id));
        self.memberships.delete_by_collection(id);
        self.collections.delete(id)
    }

    /// Writes a link, whose click limit may have changed.
    pub(crate) fn update_link(&mut self, link: &Link) -> Result<(), StoreError> {
        self.links.update(link)?;
        self.update_exhausted(link.id);
        Ok(())
    }

    /// To be called after the consumed clicks of a link, or its limit, changed.
    pub(crate) fn update_exhausted(&mut self, id: LinkId) {
        let consumed = self.clicks.consumed(id);
        self.links.update_exhausted(id, consumed);
    }

    /// Removes the row of a link together with its memberships, share and counts; its clicks stay in its owner's counts.
    pub(crate) fn delete_link(&mut self, id: LinkId) {
        self.memberships.delete_by_link(id);
        self.shares.delete_by_subject(ShareSubject::Link(id));
        self.rollups.delete_subject(Subject::Link(id));
        self.clicks.delete_consumed(id);
        self.abuse_reports.delete_by_link(id);
        self.links.delete(id);
    }

    /// Clears the fields of a link that only the trash keeps; returns whether there were any.
    pub(crate) fn clear_link(&mut self, id: LinkId) -> bool {
        self.shares.delete_by_subject(ShareSubject::Link(id));
        self.memberships.delete_by_link(id) | self.links.clear(id)
    }

    /// Removes or releases all links of a user.
    fn delete_links_of(&mut self, owner: UserId, now: Timestamp) {
        for id in self.links.ids_of(owner) {
            if self.links.release(id, now) {
                self.clear_link(id);
            } else {
                self.delete_link(id);
            }
        }
    }
}
