use super::commits::Commits;
use super::{
    MockClickLogRepository, MockClickRecorder, MockClickRepository, MockClickStatistics,
    MockCollectionRepository, MockImportRepository, MockJobRepository, MockLinkBatchRepository,
    MockLinkRepository, MockMailer, MockMembershipRepository, MockPasswordHasher, MockRandom,
    MockReportRepository, MockReportWriter, MockRouteFinder, MockSaltRepository,
    MockScheduleRepository, MockTombstoneRepository, MockUserRepository, TestClock, preset, sample,
};

/// A mock of each port. The repositories serve the store and every unit of work alike, so an expectation is set once. By
/// default the clock stands at [`sample::now`], random bytes count upwards, and the hasher marks what it is given
/// ([`preset`]); the rest expects nothing.
#[derive(Debug)]
pub struct MockPorts {
    /// The users, of the store and of its units of work.
    pub users: MockUserRepository,
    /// The links, likewise.
    pub links: MockLinkRepository,
    /// The links by the hundred, of units of work.
    pub link_batches: MockLinkBatchRepository,
    /// Imports that are all or nothing, of units of work.
    pub imports: MockImportRepository,
    /// The sets, of the store and of its units of work.
    pub collections: MockCollectionRepository,
    /// Which links are in which sets, likewise.
    pub memberships: MockMembershipRepository,
    /// The tombstones, of units of work.
    pub tombstones: MockTombstoneRepository,
    /// The jobs, of the store and of its units of work.
    pub jobs: MockJobRepository,
    /// Counting, of units of work.
    pub clicks: MockClickRepository,
    /// How far click logs were counted, of the store and of its units of work.
    pub click_logs: MockClickLogRepository,
    /// The numbers of clicks, of the store and of its snapshots.
    pub statistics: MockClickStatistics,
    /// The salts of visitors, of units of work.
    pub salts: MockSaltRepository,
    /// The reports, of the store and of its units of work.
    pub reports: MockReportRepository,
    /// The schedules of reports, likewise; by default none is due.
    pub schedules: MockScheduleRepository,
    /// Where redirects leave their clicks; by default it takes them.
    pub click_recorder: MockClickRecorder,
    /// Puts reports into files.
    pub report_writer: MockReportWriter,
    /// The quick way from code to target; by default it forgets what it is told to.
    pub route_finder: MockRouteFinder,
    /// Sends mails.
    pub mailer: MockMailer,
    /// Hashes passwords.
    pub password_hasher: MockPasswordHasher,
    /// Tells the time.
    pub clock: TestClock,
    /// Gives random bytes.
    pub random: MockRandom,
    /// Counts the units of work that were committed.
    pub commits: Commits,
}

impl Default for MockPorts {
    fn default() -> Self {
        Self {
            users: MockUserRepository::new(),
            links: MockLinkRepository::new(),
            link_batches: MockLinkBatchRepository::new(),
            imports: MockImportRepository::new(),
            collections: MockCollectionRepository::new(),
            memberships: MockMembershipRepository::new(),
            tombstones: MockTombstoneRepository::new(),
            jobs: MockJobRepository::new(),
            clicks: MockClickRepository::new(),
            click_logs: MockClickLogRepository::new(),
            statistics: MockClickStatistics::new(),
            salts: MockSaltRepository::new(),
            reports: MockReportRepository::new(),
            schedules: preset::schedules(),
            click_recorder: preset::recorder(),
            report_writer: MockReportWriter::new(),
            route_finder: preset::routes(),
            mailer: MockMailer::new(),
            password_hasher: preset::hasher(),
            clock: TestClock::at(sample::now()),
            random: preset::random(),
            commits: Commits::default(),
        }
    }
}
