//! The files in the folder of a click log, byte by byte.
//!
//! ```text
//! clicks/                                       the folder of the options
//!   lock                                        locked while a folder below is created, adopted or removed, or a backup begins
//!   0b1946ac92492d2347c6235b4d2611184/          a folder for each process, with a random name
//!     lock                                      locked by the process while it lives
//!     591785b794601e212b260e25925636fd.clicks   a file, named by the id of its log (`ClickLogId`)
//! ```
//!
//! A folder whose lock is free belongs to a dead process: the next process adopts it, counts the remaining clicks, and removes it.
//! Only the current user can use folders (0700) and files (0600).
//!
//! A file is a header followed by records without gaps. Numbers are little-endian unless stated otherwise. Written bytes never
//! change. Only the store has the position up to which a file is counted, in bytes from the beginning of the file, including the
//! header.
//!
//! **The header**, 32 bytes, in every version:
//!
//! | At | Bytes | What |
//! |---|---|---|
//! | 0 | 8 | [`MAGIC`] |
//! | 8 | 4 | [`VERSION`] of this file and all its records, since one process writes a whole file. A file of another version is skipped |
//! | 12 | 16 | the log's id, 128 random bits, big-endian as in the file's name |
//! | 28 | 4 | CRC32 (IEEE) of the 28 bytes before |
//!
//! A header with a wrong checksum is damaged. The file then counts as one of this version, and its name as the log's id.
//!
//! **A record**, a click:
//!
//! | Bytes | What |
//! |---|---|
//! | 2 | the length of the payload in bytes, 28 to 1056 |
//! | 4 | CRC32 (IEEE) of the two bytes before and of the payload |
//! | *n* | the payload |
//!
//! **The payload**:
//!
//! | Bytes | What |
//! |---|---|
//! | 4 | the number of the record in its file, counted from 0 |
//! | 8 | the time: microseconds since 1970-01-01T00:00Z, signed |
//! | 8 | the id of the link, signed |
//! | 1 | the kind of click: 0 human, 1 bot, 2 preview |
//! | 1 | the class of the agent: 0 person, 1 bot, 2 preview |
//! | 1 | the device: 0 unknown, 1 desktop, 2 mobile, 3 tablet, 4 other |
//! | 1 + *n* | the browser: its length and its bytes in UTF-8, 0 if unknown; here and below at most 255, longer texts are cut |
//! | 1 + *n* | the operating system, likewise |
//! | 1 + *n* | the host of the referrer, likewise; 0 for no referrer |
//! | 1 + *n* | the language tag, likewise; 0 for no language |
//! | 1 or 9 | 0; or 1 and the visitor's hash, 8 bytes, signed |
//!
//! # Damage
//!
//! A record is complete or absent: its writer removes a partial write. A record that is damaged nevertheless, by a failing disk or a
//! power failure, is skipped: reading continues at the next byte at which a complete record begins. The records in between are
//! lost, and counted by the numbers of the records around them; if there is none on one side, by the lengths that can still be
//! read, and by the usual length of a record for the rest. Lost records are counted as dropped in the unit of work that counts the
//! records around them, so that they are counted exactly once.
//!
//! In the file of a dead process the last record may be torn, since a process can be killed only between two pages of a `write`. A
//! last record that ends early, at a multiple of 4,096 bytes, counts as torn: its redirect was never answered, so no click is lost.

mod decode;
pub(crate) mod header;
mod record;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use decode::{Decoder, Next};
pub(crate) use record::{MAX_RECORD, MIN_RECORD, Record};
pub(crate) use walk::{Walk, is_partial_record, walk};

/// The first bytes of a click file.
pub const MAGIC: [u8; 8] = *b"KRTKCLIX";

/// The version of the format that this crate reads and writes.
pub const VERSION: u32 = 2;

/// The extension of a file's name.
pub(crate) const EXTENSION: &str = "clicks";

/// The bytes of a record before its payload: its length and its checksum.
pub(crate) const PREFIX: usize = 6;

/// The CRC32 of the concatenated parts.
pub(crate) fn checksum(parts: [&[u8]; 2]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().to_le_bytes()
}
