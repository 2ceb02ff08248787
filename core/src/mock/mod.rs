//! Mocks of every port, and helpers that keep a use case's unit test short: a bundle with presets, and a clock that changes only
//! when it is advanced.
//!
//! ```
//! use korotko_core::mock::{MockPorts, sample};
//! use korotko_core::user::Register;
//!
//! # async fn test() {
//! let mut mocks = MockPorts::default();
//! mocks.users.expect_find_by_email().returning(|_| Ok(Some(sample::user())));
//! let korotko = mocks.korotko();
//!
//! let ann = Register::new("ann@example.com", "Passw0rd-ok");
//! let taken = korotko.users.register(ann, None).await;
//! assert_eq!(korotko_core::fault::Fault::code(&taken.unwrap_err()), "email-taken");
//! # }
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "for tests, which fail by panicking"
)]

mod bundle;
mod clock;
mod commit_counter;
mod fixtures;
mod into_ports;
pub mod preset;
pub mod sample;
mod store;

pub use bundle::MockPorts;
pub use clock::TestClock;
pub use commit_counter::CommitCounter;
pub use fixtures::TAKEN_SLUG;

pub use crate::ports::{
    MockAbuseReportRepository, MockAuditLogRepository, MockClickLogRepository, MockClickRecorder,
    MockClickRepository, MockClickStatistics, MockClock, MockCollectionRepository,
    MockEmailChangeRepository, MockHostLists, MockImportDraftRepository, MockImportRepository, MockInvitationRepository,
    MockJobRepository, MockJobStatistics, MockKeyRepository, MockLinkBatchRepository,
    MockLinkRepository, MockMailer, MockMembershipRepository, MockNews, MockPasswordHasher,
    MockRandom, MockRateLimiter, MockReportRepository, MockReportWriter, MockRouteFinder,
    MockSaltRepository, MockScheduleRepository, MockSessionRepository, MockShareRepository,
    MockTargetReviewRepository, MockTombstoneRepository, MockTracePropagator, MockUserDirectory,
    MockUserFinder, MockUserRepository,
};
