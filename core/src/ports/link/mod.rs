//! Links, one or many at a time, their tombstones, and the fast look-up of their routes.

mod batch;
mod cursor;
mod import;
mod query;
mod repository;
mod route_finder;
mod sort;
mod target_review;
mod tombstone;

pub use batch::LinkBatchRepository;
pub use cursor::LinkCursor;
pub use import::ImportRepository;
pub use query::{LinkQuery, LinkScan, LinkStateFilter};
pub use repository::{InsertLink, LinkRepository};
pub use route_finder::{KnownRoute, RouteFinder};
pub use sort::{LinkSort, LinkSortKey};
pub use target_review::{ReviewedTarget, TargetReview, TargetReviewRepository};
pub use tombstone::TombstoneRepository;

#[cfg(any(test, feature = "mock"))]
pub use {
    batch::MockLinkBatchRepository, import::MockImportRepository, repository::MockLinkRepository,
    route_finder::MockRouteFinder, target_review::MockTargetReviewRepository,
    tombstone::MockTombstoneRepository,
};
