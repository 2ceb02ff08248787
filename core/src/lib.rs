//! The domain of Korotko: accounts, tokens, links and deferred work behind ports.
#![deny(missing_docs)]

pub mod fault;
pub mod id;
pub mod job;
pub mod link;
pub mod ports;
pub mod user;
