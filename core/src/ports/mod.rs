//! The whole boundary of the domain: what it needs from the outside, and what each port MUST refuse.
//!
//! Every port is a small trait behind `Arc<dyn …>`; [`Ports`] holds one of each. Each MUST in a port's documentation has a
//! named check in `korotko-contract`, which every adapter runs.

mod click_log_repository;
mod click_recorder;
mod click_repository;
mod click_statistics;
mod clock;
mod collection;
mod conflict;
mod error;
mod invitation_repository;
mod job_repository;
mod job_statistics;
mod key_repository;
mod lend;
mod link;
mod mailer;
mod news;
mod password_hasher;
mod random;
mod report;
mod repositories;
mod salt_repository;
mod snapshot;
mod store;
mod user_finder;
mod user_repository;

use std::fmt;
use std::sync::Arc;

pub use click_log_repository::{BegunPart, ClickLogId, ClickLogRepository, LogOffset};
pub use click_recorder::ClickRecorder;
pub use click_repository::{ClickRepository, Visit};
pub use click_statistics::{ClickStatistics, ClickSubject};
pub use clock::{Clock, Timestamp};
pub use collection::{
    CollectionQuery, CollectionRepository, InsertCollection, Membership, MembershipRepository,
};
pub(crate) use conflict::{StoreFailure, retry_conflicts};
pub use error::StoreError;
pub use invitation_repository::{InsertInvitation, InvitationRepository};
pub use job_repository::{Claim, JobOutcome, JobQuery, JobRepository};
pub use job_statistics::{JobCount, JobStatistics};
pub use key_repository::{InsertKey, KeyQuery, KeyRepository};
pub use link::{
    ImportRepository, InsertLink, KnownRoute, LinkBatchRepository, LinkCursor, LinkQuery,
    LinkRepository, LinkSort, LinkSortKey, LinkStateFilter, RouteFinder, TombstoneRepository,
};
pub use mailer::{Attachment, Mail, MailContent, MailError, Mailer, ReportMail, TopLink};
pub use news::{Change, News, NewsFeed, NewsListener};
pub use password_hasher::{HashError, PasswordHasher, Verdict};
pub use random::{Random, RandomError};
pub use report::{
    InsertReport, InsertSchedule, ReportQuery, ReportRepository, ReportWriter, ReportWriterError,
    ScheduleQuery, ScheduleRepository,
};
pub use repositories::{Repositories, UnitRepositories};
pub use salt_repository::SaltRepository;
pub use snapshot::Snapshot;
pub use store::{Store, UnitOfWork};
pub use user_finder::{StoredUsers, UserFinder};
pub use user_repository::{InsertUser, UserRepository};

#[cfg(any(test, feature = "mock"))]
pub use self::{
    click_log_repository::MockClickLogRepository, click_recorder::MockClickRecorder,
    click_repository::MockClickRepository, click_statistics::MockClickStatistics, clock::MockClock,
    collection::MockCollectionRepository, collection::MockMembershipRepository,
    invitation_repository::MockInvitationRepository, job_repository::MockJobRepository,
    job_statistics::MockJobStatistics, key_repository::MockKeyRepository,
    link::MockImportRepository, link::MockLinkBatchRepository, link::MockLinkRepository,
    link::MockRouteFinder, link::MockTombstoneRepository, mailer::MockMailer, news::MockNews,
    password_hasher::MockPasswordHasher, random::MockRandom, report::MockReportRepository,
    report::MockReportWriter, report::MockScheduleRepository, salt_repository::MockSaltRepository,
    user_finder::MockUserFinder, user_repository::MockUserRepository,
};

/// One of each port: all that the domain needs from the outside.
#[derive(Clone)]
pub struct Ports {
    /// Stores users, invitations, API keys, links, collections, clicks, reports and jobs.
    pub store: Arc<dyn Store>,
    /// Finds the route of a slug; usually the store itself, or a cache in front of it.
    pub route_finder: Arc<dyn RouteFinder>,
    /// Finds the user of a token; usually [`StoredUsers`], or a cache in front of it.
    pub user_finder: Arc<dyn UserFinder>,
    /// Records clicks of redirects, to be counted.
    pub click_recorder: Arc<dyn ClickRecorder>,
    /// Writes reports to files.
    pub report_writer: Arc<dyn ReportWriter>,
    /// Sends mails.
    pub mailer: Arc<dyn Mailer>,
    /// Hashes passwords.
    pub password_hasher: Arc<dyn PasswordHasher>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Returns unpredictable bytes.
    pub random: Arc<dyn Random>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}
