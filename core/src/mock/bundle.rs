use super::commit_counter::CommitCounter;
use super::{
    MockAbuseReportRepository, MockAuditLogRepository, MockClickLogRepository, MockClickRecorder,
    MockClickRepository, MockClickStatistics, MockCollectionRepository, MockEmailChangeRepository,
    MockHostLists, MockImportDraftRepository, MockImportRepository, MockInvitationRepository, MockJobRepository,
    MockJobStatistics, MockKeyRepository, MockLinkBatchRepository, MockLinkRepository, MockMailer,
    MockMembershipRepository, MockNews, MockPasswordHasher, MockRandom, MockRateLimiter,
    MockReportRepository, MockReportWriter, MockRouteFinder, MockSaltRepository,
    MockScheduleRepository, MockSessionRepository, MockShareRepository, MockTargetReviewRepository,
    MockTombstoneRepository, MockTracePropagator, MockUserDirectory, MockUserFinder,
    MockUserRepository, TestClock, preset, sample,
};

/// A mock of each port. The repositories serve the store and every unit of work alike, so an expectation is set once. By
/// default the clock is at [`sample::now`], random bytes count upwards, and the hasher returns fake hashes ([`preset`]); the
/// other mocks expect nothing.
#[derive(Debug)]
pub struct MockPorts {
    /// Users.
    pub users: MockUserRepository,
    /// Looking for users.
    pub user_directory: MockUserDirectory,
    /// Invitations to register.
    pub invitations: MockInvitationRepository,
    /// Changes of addresses.
    pub email_changes: MockEmailChangeRepository,
    /// API keys.
    pub keys: MockKeyRepository,
    /// Sessions of browsers.
    pub sessions: MockSessionRepository,
    /// Links.
    pub links: MockLinkRepository,
    /// Comparing targets with lists.
    pub target_reviews: MockTargetReviewRepository,
    /// Many links at once.
    pub link_batches: MockLinkBatchRepository,
    /// All-or-nothing imports.
    pub imports: MockImportRepository,
    /// Drafts of imports.
    pub import_drafts: MockImportDraftRepository,
    /// Collections.
    pub collections: MockCollectionRepository,
    /// Memberships of links in collections.
    pub memberships: MockMembershipRepository,
    /// Shares.
    pub shares: MockShareRepository,
    /// Tombstones.
    pub tombstones: MockTombstoneRepository,
    /// Jobs.
    pub jobs: MockJobRepository,
    /// Numbers of jobs.
    pub job_statistics: MockJobStatistics,
    /// Counting clicks.
    pub clicks: MockClickRepository,
    /// Offsets of click logs.
    pub click_logs: MockClickLogRepository,
    /// Counts of clicks.
    pub statistics: MockClickStatistics,
    /// Changes that are announced; by default accepts all.
    pub news: MockNews,
    /// Salts of visitors.
    pub salts: MockSaltRepository,
    /// Reports.
    pub reports: MockReportRepository,
    /// Schedules of reports; by default none is due.
    pub schedules: MockScheduleRepository,
    /// Abuse reports.
    pub abuse_reports: MockAbuseReportRepository,
    /// The audit log.
    pub audit_log: MockAuditLogRepository,
    /// Records clicks; by default accepts all.
    pub click_recorder: MockClickRecorder,
    /// Writes reports to files.
    pub report_writer: MockReportWriter,
    /// Finds routes; by default accepts invalidations.
    pub route_finder: MockRouteFinder,
    /// Finds the users of tokens; by default accepts invalidations.
    pub user_finder: MockUserFinder,
    /// Sends mails.
    pub mailer: MockMailer,
    /// Hashes passwords.
    pub password_hasher: MockPasswordHasher,
    /// Limits requests; by default allows everything.
    pub rate_limiter: MockRateLimiter,
    /// Limits the requests of a node; by default allows everything.
    pub node_rate_limiter: MockRateLimiter,
    /// Carries traces; by default there are none.
    pub trace_propagator: MockTracePropagator,
    /// Knows lists of hosts; by default none.
    pub host_lists: MockHostLists,
    /// Tells the time.
    pub clock: TestClock,
    /// Returns random bytes.
    pub random: MockRandom,
    /// Counts committed units of work.
    pub commits: CommitCounter,
}

impl Default for MockPorts {
    fn default() -> Self {
        Self {
            users: MockUserRepository::new(),
            user_directory: MockUserDirectory::new(),
            invitations: MockInvitationRepository::new(),
            email_changes: MockEmailChangeRepository::new(),
            keys: MockKeyRepository::new(),
            sessions: MockSessionRepository::new(),
            links: MockLinkRepository::new(),
            target_reviews: MockTargetReviewRepository::new(),
            link_batches: MockLinkBatchRepository::new(),
            imports: MockImportRepository::new(),
            import_drafts: MockImportDraftRepository::new(),
            collections: MockCollectionRepository::new(),
            memberships: MockMembershipRepository::new(),
            shares: MockShareRepository::new(),
            tombstones: MockTombstoneRepository::new(),
            jobs: MockJobRepository::new(),
            job_statistics: MockJobStatistics::new(),
            clicks: MockClickRepository::new(),
            click_logs: MockClickLogRepository::new(),
            statistics: MockClickStatistics::new(),
            salts: MockSaltRepository::new(),
            news: preset::news(),
            reports: MockReportRepository::new(),
            schedules: preset::schedules(),
            abuse_reports: MockAbuseReportRepository::new(),
            audit_log: MockAuditLogRepository::new(),
            click_recorder: preset::click_recorder(),
            report_writer: MockReportWriter::new(),
            route_finder: preset::route_finder(),
            user_finder: preset::user_finder(),
            mailer: MockMailer::new(),
            password_hasher: preset::hasher(),
            rate_limiter: preset::rate_limiter(),
            node_rate_limiter: preset::rate_limiter(),
            trace_propagator: preset::trace_propagator(),
            host_lists: preset::host_lists(),
            clock: TestClock::new(sample::now()),
            random: preset::random(),
            commits: CommitCounter::default(),
        }
    }
}
