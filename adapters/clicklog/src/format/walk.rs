use super::decode::Bytes;
use super::{MAX_RECORD, MIN_RECORD, PREFIX};

/// The length of a record before its first text.
const BEFORE_TEXTS: usize = PREFIX + 4 + 2 * 8 + 3;

/// The records found in damaged bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Walk {
    /// The number of records that end in the bytes, as far as lengths can be read.
    pub(crate) records: u64,
    /// The number of bytes after these records.
    pub(crate) rest: usize,
}

/// Counts damaged records, the first of which begins with these bytes: by the declared length of each, or by the lengths of its
/// texts if the former is invalid.
pub(crate) fn walk(bytes: &[u8]) -> Walk {
    let mut walk = Walk {
        records: 0,
        rest: bytes.len(),
    };
    while walk.rest > 0 {
        let rest = &bytes[bytes.len() - walk.rest..];
        let lengths = [texts_length(rest), declared_length(rest)];
        let lengths = || lengths.into_iter().flatten();
        // Either length may be damaged, but not the one that fits.
        let fitting = lengths().find(|length| *length == rest.len());
        let Some(length) = fitting.or_else(|| lengths().find(|length| *length < rest.len())) else {
            break;
        };
        walk.records += 1;
        walk.rest -= length;
    }
    walk
}

/// Whether these bytes may be a partially written record.
pub(crate) fn is_partial_record(bytes: &[u8]) -> bool {
    bytes.len() < 2 || declared_length(bytes).is_some_and(|length| length > bytes.len())
}

/// The length of a record by its prefix.
fn declared_length(bytes: &[u8]) -> Option<usize> {
    let length = u16::from_le_bytes(*bytes.first_chunk()?);
    let length = PREFIX + usize::from(length);
    (MIN_RECORD..=MAX_RECORD)
        .contains(&length)
        .then_some(length)
}

/// The length of a record by its payload.
fn texts_length(bytes: &[u8]) -> Option<usize> {
    let mut rest = Bytes(bytes);
    let before = rest.take(BEFORE_TEXTS)?;
    if before.iter().all(|byte| *byte == 0) {
        // Zeroes, as after a power failure, have no lengths.
        return None;
    }
    for _text in 0..4 {
        let [length] = rest.array()?;
        rest.take(usize::from(length))?;
    }
    match rest.array()? {
        [0] => {}
        [1] => drop(rest.take(8)?),
        _ => return None,
    }
    Some(bytes.len() - rest.0.len())
}
