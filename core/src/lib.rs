//! The domain of Korotko: accounts, tokens, links and deferred work behind ports.
//!
//! Give [`Korotko::new`] one of each port ([`ports::Ports`]) and [`Settings`]; it gives the use cases: [`user::Users`],
//! [`token::Tokens`], [`link::Links`], [`job::Jobs`]. Nothing here knows HTTP, a database, a mail server, the clock or the
//! system's randomness. Every error is a [`fault::Fault`], with a kind and a stable code.
//!
//! - feature `mock`: `mock`, mocks and fakes of every port, for the unit tests of whoever embeds this crate;
//! - feature `contract`: `contract`, the suites that every adapter of a port must pass.
#![deny(missing_docs)]

#[cfg(feature = "contract")]
pub mod contract;
pub mod fault;
pub mod id;
pub mod job;
mod korotko;
pub mod link;
#[cfg(any(test, feature = "mock"))]
pub mod mock;
pub mod ports;
mod public_url;
mod settings;
pub mod token;
pub mod user;

pub use korotko::Korotko;
pub use public_url::{PublicUrl, PublicUrlError};
pub use settings::Settings;
