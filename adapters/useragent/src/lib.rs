//! Parsing `User-Agent` headers: [`AgentReader`] recognises people, bots and previews, the browser, the operating system and the
//! kind of device. Every name that it returns is in a table of this crate, so that a client cannot fill the statistics with
//! invented names.
//!
//! Bots are distinguished from people by the form of the header, not by names alone: bots do not claim to be a browser, or name a
//! contact, or claim to be a desktop in a form that no browser uses. The remaining bots are listed in the tables, and in a file
//! generated from a public list.
#![deny(missing_docs)]

mod browser;
mod class;
mod contact;
mod desktop;
mod device;
#[cfg(any(test, feature = "fuzz"))]
pub mod fuzz;
mod header;
mod people;
mod programs;
mod reader;
mod system;
mod tables;
mod word_set;

pub use reader::AgentReader;
