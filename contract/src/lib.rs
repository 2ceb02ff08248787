//! The rules that every adapter of a port must follow, as checks to run: each MUST of [`ports`](korotko_core::ports) is a named
//! function, which panics when the adapter violates the rule.
//!
//! The author of an adapter writes a function that creates a fresh fixture and passes its name to the suite's macro, in an
//! integration test of a crate that has `tokio` with the features `macros` and `rt-multi-thread`. The macro creates one test of
//! each check:
//!
//! ```
//! # mod adapter {
//! #     pub struct MyStore;
//! # }
//! use korotko_contract::StoreFixture;
//!
//! /// An empty store for every check.
//! async fn fixture() -> StoreFixture {
//!     # todo!();
//!     # /*
//!     let folder = tempfile::tempdir().unwrap();
//!     let store = Arc::new(MyStore::open(folder.path()).await.unwrap());
//!     let other = Arc::new(MyStore::open(folder.path()).await.unwrap());
//!     StoreFixture::new(store.clone(), other, store).keeping(folder)
//!     # */
//! }
//!
//! korotko_contract::store_contract!(fixture);
//! # fn main() {}
//! ```
//!
//! To run a suite on two back ends, name it in two modules: `mod sqlite { use super::*; store_contract!(sqlite); }`. Without
//! tokio, call the checks one by one: they need no runtime of their own.
//!
//! | Port | Macro | Fixture |
//! |---|---|---|
//! | [`Store`](korotko_core::ports::Store), its repositories, [`RouteFinder`](korotko_core::ports::RouteFinder), [`UserFinder`](korotko_core::ports::UserFinder) | [`store_contract!`](crate::store_contract) | [`StoreFixture`] |
//! | [`Mailer`](korotko_core::ports::Mailer) | `mailer_contract!` | [`MailerFixture`] |
//! | [`PasswordHasher`](korotko_core::ports::PasswordHasher) | `password_hasher_contract!` | [`PasswordHasherFixture`] |
//! | [`RouteFinder`](korotko_core::ports::RouteFinder) in front of a store | `route_finder_contract!` | [`StoreFixture`] |
//! | [`UserFinder`](korotko_core::ports::UserFinder) in front of a store | `user_finder_contract!` | [`StoreFixture`] |
//! | [`News`](korotko_core::ports::News), [`NewsFeed`](korotko_core::ports::NewsFeed) | `news_contract!` | [`NewsFixture`](news::NewsFixture) |
//! | [`ClickRecorder`](korotko_core::ports::ClickRecorder) | `click_recorder_contract!` | [`ClickRecorderFixture`](click_recorder::ClickRecorderFixture) |
//! | [`ReportWriter`](korotko_core::ports::ReportWriter) | `report_writer_contract!` | [`ReportWriterFixture`](report_writer::ReportWriterFixture) |
//! | [`RateLimiter`](korotko_core::ports::RateLimiter) | `rate_limiter_contract!` | [`RateLimiterFixture`](rate_limiter::RateLimiterFixture) |
//! | [`TracePropagator`](korotko_core::ports::TracePropagator) | `trace_propagator_contract!` | [`TracePropagatorFixture`](trace_propagator::TracePropagatorFixture) |
//! | [`HostLists`](korotko_core::ports::HostLists) | `host_lists_contract!` | [`HostListsFixture`](host_lists::HostListsFixture) |
//! | [`Clock`](korotko_core::ports::Clock) | `clock_contract!` | `Arc<dyn Clock>` |
//! | [`Random`](korotko_core::ports::Random) | `random_contract!` | `Arc<dyn Random>` |
//!
//! One MUST cannot be checked without measuring time: that verifying a password costs as much as hashing it.
#![allow(missing_docs, reason = "the name of a check says what it checks")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a check fails by panicking"
)]

mod fixture;
mod given;
mod given_clicks;
mod given_email_changes;
mod given_import_drafts;
mod given_invitations;
mod given_keys;
mod given_links;
mod given_reports;
mod given_sessions;
mod given_shares;
mod macros;

pub mod abuse_report_repository;
pub mod audit_log_repository;
pub mod click_compaction;
pub mod click_limit;
pub mod click_log_repository;
pub mod click_numbers;
pub mod click_recorder;
pub mod click_repository;
pub mod click_statistics;
pub mod click_visits;
pub mod clock;
pub mod collection_list;
pub mod collection_repository;
pub mod email_change_repository;
pub mod host_lists;
pub mod import_draft_repository;
pub mod import_repository;
pub mod invitation_repository;
pub mod job_claim;
pub mod job_repository;
pub mod job_statistics;
pub mod key_repository;
pub mod link_batch_repository;
pub mod link_batch_update;
pub mod link_counts;
pub mod link_filters;
pub mod link_list;
pub mod link_model;
pub mod link_order;
pub mod link_paging;
pub mod link_release;
pub mod link_repository;
pub mod link_scan;
pub mod link_search;
pub mod link_states;
pub mod link_totals;
pub mod mailer;
pub mod membership_repository;
pub mod news;
pub mod password_hasher;
pub mod random;
pub mod rate_limiter;
pub mod report_list;
pub mod report_repository;
pub mod report_writer;
pub mod route_finder;
pub mod salt_repository;
pub mod schedule_repository;
pub mod session_repository;
pub mod share_repository;
pub mod snapshot;
pub mod store_writes;
mod suite;
pub mod target_review_repository;
pub mod tombstone_repository;
pub mod trace_propagator;
pub mod unit_of_work;
pub mod user_directory;
pub mod user_finder;
pub mod user_repository;

pub use fixture::{Arrival, Inbox, MailerFixture, PasswordHasherFixture, StoreFixture};
