//! What stands in the folder of a click log, byte by byte.
//!
//! ```text
//! clicks/                                       the folder of the options
//!   lock                                        held while a folder below is made, looked at or removed
//!   0b1946ac92492d2347c6235b4d2611184/          one folder for each process, with a random name
//!     lock                                      held by the process for as long as it lives
//!     591785b794601e212b260e25925636fd.clicks   a file, called as its log is (`ClickLogId`)
//! ```
//!
//! A folder whose lock nobody holds is a dead process': whoever comes first adopts it, counts what is left, and removes it.
//! Folders can be used by their owner alone (0700), and so can files (0600).
//!
//! A file is a header and then records, one behind the other, without gaps. Numbers are little-endian, unless it says otherwise.
//! Nothing that was written is changed; how far a file was counted stands in the store and nowhere else, in bytes from the
//! beginning of the file, header included.
//!
//! **The header**, 32 bytes, in every version:
//!
//! | At | Bytes | What |
//! |---|---|---|
//! | 0 | 8 | [`MAGIC`] |
//! | 8 | 4 | [`VERSION`]: of this file and all records in it, since one process writes a file from end to end. A file of another version is left as it is |
//! | 12 | 16 | the log's id, 128 random bits, big-endian as in the file's name |
//! | 28 | 4 | CRC32 (IEEE) of the 28 bytes before |
//!
//! A header whose checksum is wrong is damaged. Then the file is taken for one of this version, and its name for the log's id.
//!
//! **A record**, a click:
//!
//! | Bytes | What |
//! |---|---|
//! | 2 | how many bytes the payload has, 28 to 1056 |
//! | 4 | CRC32 (IEEE) of the two bytes before and of the payload |
//! | *n* | the payload |
//!
//! **The payload**:
//!
//! | Bytes | What |
//! |---|---|
//! | 4 | the number of the record: the first of a file has 0, and each one more than the one before it |
//! | 8 | when: microseconds since 1970-01-01T00:00Z, signed |
//! | 8 | the number of the link, signed |
//! | 1 | who: 0 human, 1 bot, 2 preview |
//! | 1 | what the agent is: 0 person, 1 bot, 2 preview |
//! | 1 | its device: 0 unknown, 1 desktop, 2 mobile, 3 tablet, 4 other |
//! | 1 + *n* | its browser: how many bytes, and so many of UTF-8. None when it is not known; here and below at most 255, what is longer is cut |
//! | 1 + *n* | its operating system, likewise |
//! | 1 + *n* | the host of the referrer, likewise; none for no referrer |
//! | 1 + *n* | the code of the language, likewise; none for no language |
//! | 1 or 9 | 0; or 1 and the visitor's hash, 8 bytes, signed |
//!
//! # Damage
//!
//! A record is whole or it is not there: its writer cuts off what a disk took only a part of. A record that is damaged all the
//! same, by a failing disk or a power cut, is passed over: the next one begins at the next byte from which on a whole record
//! stands. The records between are lost, and counted: by the numbers of the records around them; where there is none on one
//! side, by the lengths that can still be read, and by the usual length of a record for the rest. What was lost is noted as
//! dropped in the unit that counts what stands around it, so that it is noted once as a click is counted once.
//!
//! In the file of a dead process the last record may be torn, since a process can be killed between two pages of a `write`, and
//! only there. A last record that ends early, at a multiple of 4,096 bytes, is taken for such: its redirect was never answered,
//! and so it is no click that was lost.

mod decode;
pub(crate) mod header;
mod record;
#[cfg(test)]
mod tests;
mod walk;

pub(crate) use decode::{Decoder, Next};
pub(crate) use record::{MAX_RECORD, MIN_RECORD, Record};
pub(crate) use walk::{Walk, is_beginning, walk};

/// What a file of clicks begins with.
pub const MAGIC: [u8; 8] = *b"KRTKCLIX";

/// The version of the format that this crate reads and writes.
pub const VERSION: u32 = 2;

/// The end of a file's name.
pub(crate) const EXTENSION: &str = "clicks";

/// The bytes of a record before its payload: its length and its checksum.
const PREFIX: usize = 6;

/// The CRC32 of these bytes, one behind the other.
fn checksum(parts: [&[u8]; 2]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().to_le_bytes()
}
