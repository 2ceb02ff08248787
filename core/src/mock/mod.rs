//! Mocks of every port, and what makes a use case's unit test a few lines: a bundle with presets, and a clock that stands
//! still until it is told to go on.
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
//! let taken = korotko.users.register(ann).await;
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
mod commits;
mod into_ports;
pub mod preset;
pub mod sample;
mod store;
mod world;

pub use bundle::MockPorts;
pub use clock::TestClock;
pub use commits::Commits;
pub use world::TAKEN;

pub use crate::ports::{
    MockClickLogRepository, MockClickRecorder, MockClickRepository, MockClickStatistics, MockClock,
    MockCollectionRepository, MockImportRepository, MockJobRepository, MockLinkBatchRepository,
    MockLinkRepository, MockMailer, MockMembershipRepository, MockPasswordHasher, MockRandom,
    MockReportRepository, MockReportWriter, MockRouteFinder, MockSaltRepository,
    MockScheduleRepository, MockTombstoneRepository, MockUserRepository,
};
