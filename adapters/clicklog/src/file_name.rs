//! The path of a click file in the folder of its log, with `/` on every system.

use crate::disk::is_id;
use crate::format::EXTENSION;

/// The folder of the process in the name of a click file, if it is one.
pub(crate) fn process_in(name: &str) -> Option<&str> {
    let (process, file) = name.split_once('/')?;
    let (log, extension) = file.split_once('.')?;
    (is_id(process) && is_id(log) && extension == EXTENSION).then_some(process)
}
