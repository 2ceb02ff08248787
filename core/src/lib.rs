//! The domain of Korotko: accounts, tokens, links, sets of links and deferred work behind ports.
//!
//! Give [`Korotko::new`] one of each port ([`ports::Ports`]) and [`Settings`]; it gives the use cases: [`user::Users`],
//! [`link::Links`], [`collection::Collections`], [`job::Jobs`]. Nothing here knows HTTP, a database, a mail server, the clock or the
//! system's randomness. Every error is a [`fault::Fault`], with a kind and a stable code.
//!
//! The feature `mock` has mocks and fakes of every port, for the unit tests of whoever embeds this crate. What every adapter of a
//! port must do, `korotko-contract` checks.
#![deny(missing_docs)]

pub mod click;
pub mod collection;
mod deferred;
pub mod fault;
mod find;
pub mod id;
pub mod job;
mod korotko;
mod limits;
pub mod link;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
mod pace;
mod page;
pub mod ports;
mod public_url;
pub mod report;
mod revision;
mod settings;
pub mod statistics;
mod text;
pub mod time;
pub mod token;
pub mod user;
mod zone;

pub use find::FindError;
pub use korotko::Korotko;
pub use limits::Limits;
pub use page::Page;
pub use public_url::{PublicUrl, PublicUrlError};
pub use revision::{Expected, Revision};
pub use settings::{MailPaths, Settings};
pub use text::TextError;
pub use zone::{Zone, ZoneError};
