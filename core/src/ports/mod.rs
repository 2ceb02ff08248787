//! The whole boundary of the domain: what it needs from the outside, and what each port MUST refuse.
//!
//! Every port is a small trait behind `Arc<dyn …>`; [`Ports`] holds one of each. Each MUST in a port's documentation has a
//! named check in `korotko-contract`, which every adapter runs.

mod abuse_report_repository;
mod audit_log_repository;
mod click_log_repository;
mod click_recorder;
mod click_repository;
mod click_statistics;
mod clock;
mod collection;
mod conflict;
mod email_change_repository;
mod error;
mod host_lists;
mod import_draft_repository;
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
mod rate_limiter;
mod report;
mod repositories;
mod salt_repository;
mod session_repository;
mod share_repository;
mod snapshot;
mod store;
mod trace_propagator;
mod user_directory;
mod user_finder;
mod user_repository;

use std::fmt;
use std::sync::Arc;

use crate::job::Job;

pub use abuse_report_repository::{AbuseReportQuery, AbuseReportRepository, InsertAbuseReport};
pub use audit_log_repository::{AuditLogRepository, AuditQuery, InsertAuditEntry};
pub use click_log_repository::{BegunPart, ClickLogId, ClickLogRepository, LogOffset};
pub use click_recorder::ClickRecorder;
pub use click_repository::{ClickRepository, Visit};
pub use click_statistics::{ClickStatistics, ClickSubject};
pub use clock::{Clock, Timestamp};
pub use collection::{
    CollectionQuery, CollectionRepository, InsertCollection, Membership, MembershipRepository,
};
pub(crate) use conflict::{StoreFailure, retry_conflicts};
pub use email_change_repository::{EmailChangeRepository, InsertEmailChange};
pub use error::StoreError;
pub use host_lists::{HostList, HostLists, NoHostLists};
pub use import_draft_repository::{ImportDraftRepository, InsertImportDraft};
pub use invitation_repository::{InsertInvitation, InvitationRepository};
pub use job_repository::{Claim, InsertJob, JobOutcome, JobQuery, JobRepository};
pub use job_statistics::{JobCount, JobStatistics};
pub use key_repository::{InsertKey, KeyQuery, KeyRepository};
pub use link::{
    ImportRepository, InsertLink, KnownRoute, LinkBatchRepository, LinkCursor, LinkQuery,
    LinkRepository, LinkScan, LinkSort, LinkSortKey, LinkStateFilter, ReviewedTarget, RouteFinder,
    TargetReview, TargetReviewRepository, TombstoneRepository,
};
pub use mailer::{
    AbuseMail, Attachment, Mail, MailContent, MailError, Mailer, ReportMail, TopLink,
};
pub use news::{Change, News, NewsFeed, NewsListener};
pub use password_hasher::{HashError, PasswordHasher, Verdict};
pub use random::{Random, RandomError};
pub use rate_limiter::{Bucket, RateDecision, RateLimiter, UnlimitedRates};
pub use report::{
    InsertReport, InsertSchedule, ReportQuery, ReportRepository, ReportWriter, ReportWriterError,
    ScheduleQuery, ScheduleRepository,
};
pub use repositories::{Repositories, UnitRepositories};
pub use salt_repository::SaltRepository;
pub use session_repository::{InsertSession, SessionRepository};
pub use share_repository::{InsertShare, ShareRepository};
pub use snapshot::Snapshot;
pub use store::{Store, UnitOfWork};
pub use trace_propagator::{TraceContext, TracePropagator, Untraced};
pub use user_directory::{UserDirectory, UserQuery};
pub use user_finder::{StoredUsers, UserFinder};
pub use user_repository::{InsertUser, UserRepository};

#[cfg(any(test, feature = "mock"))]
pub use self::{
    abuse_report_repository::MockAbuseReportRepository,
    audit_log_repository::MockAuditLogRepository, click_log_repository::MockClickLogRepository,
    click_recorder::MockClickRecorder, click_repository::MockClickRepository,
    click_statistics::MockClickStatistics, clock::MockClock, collection::MockCollectionRepository,
    collection::MockMembershipRepository, email_change_repository::MockEmailChangeRepository,
    host_lists::MockHostLists, import_draft_repository::MockImportDraftRepository,
    invitation_repository::MockInvitationRepository,
    job_repository::MockJobRepository, job_statistics::MockJobStatistics,
    key_repository::MockKeyRepository, link::MockImportRepository, link::MockLinkBatchRepository,
    link::MockLinkRepository, link::MockRouteFinder, link::MockTargetReviewRepository,
    link::MockTombstoneRepository, mailer::MockMailer, news::MockNews,
    password_hasher::MockPasswordHasher, random::MockRandom, rate_limiter::MockRateLimiter,
    report::MockReportRepository, report::MockReportWriter, report::MockScheduleRepository,
    salt_repository::MockSaltRepository, session_repository::MockSessionRepository,
    share_repository::MockShareRepository, trace_propagator::MockTracePropagator,
    user_directory::MockUserDirectory, user_finder::MockUserFinder,
    user_repository::MockUserRepository,
};

/// One of each port: all that the domain needs from the outside.
#[derive(Clone)]
pub struct Ports {
    /// Stores users, invitations, changes of addresses, API keys, sessions, links, collections, shares, clicks, reports, jobs and the audit
    /// log.
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
    /// Limits requests, shared by all nodes.
    pub rate_limiter: Arc<dyn RateLimiter>,
    /// Limits the requests of this node: those that are too many for a database. It may be the same.
    pub node_rate_limiter: Arc<dyn RateLimiter>,
    /// Carries traces from requests to jobs.
    pub trace_propagator: Arc<dyn TracePropagator>,
    /// Knows blocked hosts and URL shorteners.
    pub host_lists: Arc<dyn HostLists>,
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

impl Ports {
    /// A job that continues the current trace, created at `now`.
    pub(crate) fn traced_job(&self, job: Job, now: Timestamp) -> InsertJob {
        InsertJob {
            job,
            trace: self.trace_propagator.current(),
            created_at: now,
        }
    }
}
