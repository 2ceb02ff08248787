//! Files and folders: how they are made, written, read, given from a dead process to a living one, and removed. Everything here
//! blocks.

mod access;
mod home;
mod part;
mod segment;
mod slots;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use access::private_file;
pub(crate) use home::{Home, Leftovers, adopt};
pub(crate) use part::{Lost, read_part};
pub(crate) use segment::{Segment, SegmentState};
pub(crate) use slots::Slots;
pub(crate) use writer::{WriteError, Writer};
