//! What a `User-Agent` header says of who follows a link: a person or a program, which browser, which system, what kind of
//! device. [`AgentReader`] tells, quickly and in few words: every name that it gives stands in a table here, so that a client
//! that makes names up does not fill the statistics with them.
//!
//! Programs are told from people by what both say, not by names alone: programs do not say that they are a browser, or give a
//! way to reach their makers, or say on a desktop what no browser says there. Names stand in the tables for the rest, and in a
//! file that is made from a list which others keep.
#![deny(missing_docs)]

mod browser;
mod class;
mod contact;
mod desktop;
mod device;
mod header;
mod people;
mod programs;
mod reader;
mod system;
mod tables;
mod words;

pub use reader::AgentReader;
