//! The whole boundary of the domain: what it needs of the world, and what each port MUST refuse.
//!
//! Every port is a small trait behind `Arc<dyn …>`; [`Ports`] holds one of each. Each MUST in a port's documentation has a
//! named check in `contract` (feature `contract`), which every adapter runs.

mod click_log_repository;
mod click_recorder;
mod click_repository;
mod click_statistics;
mod clock;
mod collection_repository;
mod conflict;
mod error;
mod import_repository;
mod job_repository;
mod lend;
mod link_batch_repository;
mod link_query;
mod link_repository;
mod mailer;
mod membership_repository;
mod password_hasher;
mod random;
mod report_repository;
mod report_writer;
mod repositories;
mod route_finder;
mod salt_repository;
mod schedule_repository;
mod snapshot;
mod store;
mod tombstone_repository;
mod user_repository;

use std::fmt;
use std::sync::Arc;

pub use click_log_repository::{ClickLogId, ClickLogRepository};
pub use click_recorder::ClickRecorder;
pub use click_repository::{ClickRepository, Visit};
pub use click_statistics::{ClickStatistics, ClickSubject};
pub use clock::{Clock, Timestamp};
pub use collection_repository::{CollectionQuery, CollectionRepository, InsertCollection};
pub(crate) use conflict::{StoreFailure, retry_conflicts};
pub use error::StoreError;
pub use import_repository::ImportRepository;
pub use job_repository::{Claim, JobQuery, JobRepository, Settlement};
pub use link_batch_repository::LinkBatchRepository;
pub use link_query::{LinkCursor, LinkQuery, LinkSort, LinkSortKey, LinkStateFilter};
pub use link_repository::{InsertLink, LinkRepository};
pub use mailer::{Attachment, Letter, Mail, MailError, Mailer, ReportLetter};
pub use membership_repository::{Membership, MembershipRepository};
pub use password_hasher::{HashError, PasswordHasher, Verdict};
pub use random::{Random, RandomError};
pub use report_repository::{InsertReport, ReportQuery, ReportRepository};
pub use report_writer::{ReportWriter, ReportWriterError};
pub use repositories::{Repositories, UnitRepositories};
pub use route_finder::RouteFinder;
pub use salt_repository::SaltRepository;
pub use schedule_repository::{InsertSchedule, ScheduleQuery, ScheduleRepository};
pub use snapshot::Snapshot;
pub use store::{Store, UnitOfWork};
pub use tombstone_repository::TombstoneRepository;
pub use user_repository::{InsertUser, UserRepository};

#[cfg(any(test, feature = "mock"))]
pub use self::{
    click_log_repository::MockClickLogRepository, click_recorder::MockClickRecorder,
    click_repository::MockClickRepository, click_statistics::MockClickStatistics, clock::MockClock,
    collection_repository::MockCollectionRepository, import_repository::MockImportRepository,
    job_repository::MockJobRepository, link_batch_repository::MockLinkBatchRepository,
    link_repository::MockLinkRepository, mailer::MockMailer,
    membership_repository::MockMembershipRepository, password_hasher::MockPasswordHasher,
    random::MockRandom, report_repository::MockReportRepository, report_writer::MockReportWriter,
    route_finder::MockRouteFinder, salt_repository::MockSaltRepository,
    schedule_repository::MockScheduleRepository, tombstone_repository::MockTombstoneRepository,
    user_repository::MockUserRepository,
};

/// One of each port: all that the domain needs of the world.
#[derive(Clone)]
pub struct Ports {
    /// Where users, links, sets, clicks, reports and jobs are kept.
    pub store: Arc<dyn Store>,
    /// The quick way from a short code to its target; usually the store itself, or a cache in front of it.
    pub routes: Arc<dyn RouteFinder>,
    /// Where redirects leave their clicks, to be counted.
    pub clicks: Arc<dyn ClickRecorder>,
    /// Puts reports into files.
    pub reports: Arc<dyn ReportWriter>,
    /// Sends mails.
    pub mailer: Arc<dyn Mailer>,
    /// Hashes passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives unpredictable bytes.
    pub random: Arc<dyn Random>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}
