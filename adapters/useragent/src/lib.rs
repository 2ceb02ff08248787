//! What a `User-Agent` header says of who follows a link: a person or a program, which browser, which system, what kind of
//! device. [`AgentReader`] tells, quickly and in few words: every name that it gives stands in a table here, so that a client
//! that makes names up does not fill the statistics with them.
//!
//! The crates `isbot` and `woothee` know most of the world. The tables here stand above them: for what is younger than
//! they are, for what they get wrong, and for the difference between a crawler and the preview of a link in a chat.
#![deny(missing_docs)]

mod browser;
mod class;
mod device;
mod header;
mod people;
mod programs;
mod reader;
mod system;

pub use reader::AgentReader;
