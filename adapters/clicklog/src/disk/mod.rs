//! Files and folders: creating, writing, reading, adopting and removing them. Everything here blocks.

mod access;
mod part;
mod process_folder;
mod root;
mod segment;
mod slots;
#[cfg(test)]
mod tests;
mod writer;

pub(crate) use access::{private_file, private_folder};
pub(crate) use part::{Lost, read_part};
pub(crate) use process_folder::{FolderContent, ProcessFolder, lock_orphans};
pub(crate) use root::{is_id, is_root_locked, lock_root, process_folders};
pub(crate) use segment::{Segment, SegmentState};
pub(crate) use slots::Slots;
pub(crate) use writer::{WriteError, Writer};
