//! The domain of Korotko: accounts, API keys, sessions, links, clicks, statistics, collections, shares, reports and deferred work, behind
//! ports.
//!
//! [`Korotko::builder`] takes one of each port ([`ports::Ports`]), fills in the [`Settings`], and returns the use cases:
//! [`user::Users`], [`key::Keys`], [`session::Sessions`], [`link::Links`], [`import_draft::ImportDrafts`], [`click::Clicks`], [`statistics::Statistics`], [`collection::Collections`],
//! [`share::Shares`], [`report::Reports`], [`job::Jobs`] and [`administration::Administration`]. Nothing here knows HTTP, a database, a mail server, the clock or the system's randomness. Every error is a
//! [`fault::Fault`], with a kind and a stable code.
//!
//! The feature `mock` has mocks and fakes of every port, for unit tests of embedders. `korotko-contract` checks what every
//! adapter of a port must do.
#![deny(missing_docs)]

pub mod abuse;
pub mod administration;
mod alphanumeric;
mod builder;
pub mod click;
pub mod collection;
mod deferred;
mod display;
pub mod fault;
mod find;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
pub mod id;
pub mod import_draft;
pub mod job;
pub mod key;
mod korotko;
mod limits;
pub mod link;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
mod names;
mod page;
pub mod ports;
mod public_url;
mod query_forwarding;
pub mod rate_limit;
mod recorded_use;
pub mod report;
mod revision;
pub mod session;
mod settings;
pub mod share;
pub mod statistics;
mod text;
mod throttle;
pub mod time;
pub mod token;
pub mod user;
mod zone;

pub use builder::{BuildError, KorotkoBuilder};
pub use display::{display_host, display_url, escape_html};
pub use find::FindError;
pub use korotko::Korotko;
pub use limits::Limits;
pub use page::Page;
pub use public_url::{PublicUrl, PublicUrlError};
pub use revision::{ExpectedRevision, Revision};
pub use settings::{MailPaths, Settings};
pub use text::TextError;
pub use zone::{Zone, ZoneError};
